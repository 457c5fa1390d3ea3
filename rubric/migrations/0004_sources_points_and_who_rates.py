from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('valmentamo_rubric', '0003_criterion_looks_at'),
    ]

    operations = [
        migrations.AddField(
            model_name='criterion',
            name='rated_by',
            field=models.CharField(choices=[('everyone', 'Author and assessors'), ('author', 'Author only'), ('assessor', 'Assessors only')], default='everyone', help_text='A result never counts what only the author rates.', max_length=8, verbose_name='rated by'),
        ),
        migrations.AddField(
            model_name='criterion',
            name='source',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='level',
            name='points',
            field=models.DecimalField(blank=True, decimal_places=4, help_text='For a sum of points; when empty, the number of the level.', max_digits=8, null=True, verbose_name='points'),
        ),
        migrations.AddField(
            model_name='level',
            name='source',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='rubricversion',
            name='source',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]
