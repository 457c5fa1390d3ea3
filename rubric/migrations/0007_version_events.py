import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('valmentamo_rubric', '0006_subject_and_revision'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='VersionEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('started', 'Draft started'), ('imported', 'Brought in from a file'), ('edited', 'Edited'), ('sent', 'Sent to review'), ('sent_back', 'Sent back to the author'), ('published', 'Published'), ('archived', 'Archived')], max_length=10, verbose_name='event')),
                ('at', models.DateTimeField(editable=False, verbose_name='time')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
            ],
            options={
                'verbose_name': 'event of a version',
                'verbose_name_plural': 'events of versions',
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='versionevent',
            name='by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddField(
            model_name='versionevent',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='valmentamo_rubric.rubricversion'),
        ),
    ]
