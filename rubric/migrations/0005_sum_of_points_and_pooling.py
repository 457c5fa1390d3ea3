import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('valmentamo_rubric', '0004_sources_points_and_who_rates'),
    ]

    operations = [
        migrations.CreateModel(
            name='PooledRating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': 'pooled rating',
                'verbose_name_plural': 'pooled ratings',
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='rubricversion',
            name='points_to_pass',
            field=models.DecimalField(blank=True, decimal_places=4, help_text='For the rule set that sums points; minimum level and gates hold.', max_digits=8, null=True, verbose_name='points to pass'),
        ),
        migrations.AddField(
            model_name='rubricversion',
            name='pooling',
            field=models.CharField(choices=[('one', 'One assessment counts'), ('median', 'Median of the assessments')], default='one', max_length=6, verbose_name='several assessors'),
        ),
        migrations.AlterField(
            model_name='result',
            name='rule_set',
            field=models.CharField(choices=[('whole', 'Whole description'), ('parts', 'Exercise'), ('points', 'Sum of points')], max_length=8, verbose_name='rule set'),
        ),
        migrations.AlterField(
            model_name='resultline',
            name='basis',
            field=models.CharField(choices=[('rating', 'Rating'), ('median', 'Median of several ratings'), ('second_marking', 'Second rating'), ('adjudication', 'Adjudication'), ('inquiry', 'Inquiry'), ('override', 'Override with reason')], default='rating', max_length=14, verbose_name='basis'),
        ),
        migrations.AddField(
            model_name='pooledrating',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pooled', to='valmentamo_rubric.resultline'),
        ),
        migrations.AddField(
            model_name='pooledrating',
            name='rating',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='valmentamo_rubric.criterionrating'),
        ),
        migrations.AddConstraint(
            model_name='pooledrating',
            constraint=models.UniqueConstraint(fields=('line', 'rating'), name='rubric_pooled_once'),
        ),
    ]
