from django.db import migrations


def remove(apps, schema_editor):
    """Of two drafts of one practice the later one is shown; the other can't be opened."""
    Assessment = apps.get_model('valmentamo_rubric', 'Assessment')
    drafts = Assessment.objects.filter(kind='calibration', state='draft').exclude(subject='')
    seen = set()
    for row in drafts.exclude(assessor=None).order_by('-pk'):
        if (row.subject, row.assessor_id) in seen:
            row.delete()
        seen.add((row.subject, row.assessor_id))


class Migration(migrations.Migration):

    dependencies = [
        ('valmentamo_rubric', '0012_sums_of_any_size'),
    ]

    operations = [
        migrations.RunPython(remove, migrations.RunPython.noop),
    ]
