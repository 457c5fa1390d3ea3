from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('valmentamo_rubric', '0005_sum_of_points_and_pooling'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='askedcriterion',
            name='revision',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='assessment',
            name='subject',
            field=models.CharField(blank=True, db_index=True, editable=False, help_text="The host's name of the work; the same for all who assess it.", max_length=64, verbose_name='subject'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.UniqueConstraint(condition=models.Q(('supersedes__isnull', True), models.Q(('subject', ''), _negated=True), models.Q(('kind', 'calibration'), _negated=True)), fields=('subject', 'assessor', 'kind'), name='rubric_assessment_once'),
        ),
    ]
