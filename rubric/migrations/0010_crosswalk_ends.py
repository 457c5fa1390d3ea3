import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    # In a transaction of its own: PostgreSQL alters no table with rows just written.
    dependencies = [
        ('valmentamo_rubric', '0009_fill_crosswalks'),
    ]

    operations = [
        migrations.AlterField(
            model_name='crosswalk',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='crosswalk', to='valmentamo_rubric.rubricversion'),
        ),
        migrations.AddConstraint(
            model_name='crosswalk',
            constraint=models.UniqueConstraint(fields=('version', 'source', 'target'), name='rubric_crosswalk_pair'),
        ),
        migrations.AddConstraint(
            model_name='crosswalk',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'new'), ('source__isnull', True), ('target__isnull', False)), models.Q(('kind', 'retired'), ('source__isnull', False), ('target__isnull', True)), models.Q(models.Q(('kind__in', ['new', 'retired']), _negated=True), ('source__isnull', False), ('target__isnull', False)), _connector='OR'), name='rubric_crosswalk_ends'),
        ),
    ]
