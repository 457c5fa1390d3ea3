from django.db import migrations


KINDS = {'same': 'kept', 'narrowed': 'reworded', 'widened': 'reworded'}


def fill(apps, schema_editor):
    """Each link belongs to the version of its target, and kept all its levels."""
    Crosswalk = apps.get_model('valmentamo_rubric', 'Crosswalk')
    for row in Crosswalk.objects.select_related('target').prefetch_related('source__levels', 'target__levels'):
        row.version_id = row.target.version_id
        row.kind = KINDS.get(row.kind, row.kind)
        values = {level.value for level in row.target.levels.all()}
        row.level_map = {
            str(level.value): level.value
            for level in row.source.levels.all()
            if level.value in values
        }
        row.save()


class Migration(migrations.Migration):

    dependencies = [
        ('valmentamo_rubric', '0008_crosswalk_of_a_version'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
