import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('valmentamo_rubric', '0007_version_events'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='crosswalk',
            options={'ordering': ['pk'], 'verbose_name': 'link between versions', 'verbose_name_plural': 'links between versions'},
        ),
        migrations.RemoveConstraint(
            model_name='crosswalk',
            name='rubric_crosswalk_pair',
        ),
        migrations.AddField(
            model_name='crosswalk',
            name='level_map',
            field=models.JSONField(blank=True, default=dict, verbose_name='levels'),
        ),
        migrations.AddField(
            model_name='crosswalk',
            name='version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='crosswalk', to='valmentamo_rubric.rubricversion'),
        ),
        migrations.AlterField(
            model_name='crosswalk',
            name='kind',
            field=models.CharField(choices=[('kept', 'Kept'), ('reworded', 'Reworded'), ('split', 'Split'), ('merged', 'Merged'), ('new', 'New'), ('retired', 'Retired')], max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='crosswalk',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='valmentamo_rubric.criterion'),
        ),
        migrations.AlterField(
            model_name='crosswalk',
            name='target',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='predecessors', to='valmentamo_rubric.criterion'),
        ),
    ]
