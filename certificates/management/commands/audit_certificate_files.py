"""Compares every stored certificate with its row; ends with 1 when something is wrong."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from certificates.services.auditing import audit_files


class Command(BaseCommand):
    help = (
        "Compare every stored certificate file with the hash in its row. Says which are "
        "lost or changed; restores nothing: take those from a back-up."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for finding in audit_files():
            count += 1
            file = finding.file
            self.stdout.write(
                f"{finding.fault}: {file.certificate.printed_code} {file.language} "
                f"{file.storage_key}"
            )
        if count:
            raise CommandError(f"{count} files are not as they were issued.")
        self.stdout.write("Every stored file is as it was issued.")
