"""Drops the columns whose data went to rows; apart, because PostgreSQL does not change a
table in the transaction that has just written to it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("valmentamo_certificates", "0006_templates_in_full"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="certificatetemplateversion",
            name="signatory_name",
        ),
        migrations.RemoveField(
            model_name="certificatetemplateversion",
            name="signatory_title",
        ),
    ]
