import django.core.validators
import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('valmentamo_rubric', '0010_crosswalk_ends'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CalibrationAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compared', models.PositiveSmallIntegerField(verbose_name='compared')),
                ('exact', models.PositiveSmallIntegerField(verbose_name='the same level')),
                ('within_one', models.PositiveSmallIntegerField(verbose_name='within one level')),
                ('difference', models.SmallIntegerField(verbose_name='sum of differences')),
                ('apart', models.PositiveSmallIntegerField(default=0, verbose_name='only one could assess')),
                ('passed', models.BooleanField(verbose_name='passed')),
                ('completed_at', models.DateTimeField(editable=False, verbose_name='time')),
                ('due_at', models.DateTimeField(editable=False, verbose_name='due again')),
            ],
            options={
                'verbose_name': 'practice of an assessor',
                'verbose_name_plural': 'practices of assessors',
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='exemplar',
            name='title',
            field=models.CharField(blank=True, max_length=200, verbose_name='title'),
        ),
        migrations.AddField(
            model_name='rubric',
            name='calibration_bias',
            field=models.DecimalField(decimal_places=2, default=Decimal('0.50'), help_text='Whoever is stricter or milder than this on average does not pass.', max_digits=3, verbose_name='greatest mean difference'),
        ),
        migrations.AddField(
            model_name='rubric',
            name='calibration_days',
            field=models.PositiveSmallIntegerField(default=365, validators=[django.core.validators.MinValueValidator(1)], verbose_name='practice is valid, days'),
        ),
        migrations.AddField(
            model_name='rubric',
            name='calibration_share',
            field=models.PositiveSmallIntegerField(default=80, help_text='So much of a practice must be within one level of the expert.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='share within one level, per cent'),
        ),
        migrations.AddField(
            model_name='calibrationattempt',
            name='assessment',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='calibration', to='valmentamo_rubric.assessment'),
        ),
        migrations.AddField(
            model_name='calibrationattempt',
            name='assessor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='assessor'),
        ),
        migrations.AddField(
            model_name='calibrationattempt',
            name='exemplar',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='valmentamo_rubric.exemplar'),
        ),
        migrations.AddConstraint(
            model_name='calibrationattempt',
            constraint=models.CheckConstraint(condition=models.Q(('exact__lte', models.F('within_one')), ('within_one__lte', models.F('compared'))), name='rubric_calibration_counts'),
        ),
    ]
