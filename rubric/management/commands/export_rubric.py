"""Write a version as a file: `manage.py export_rubric <rubric> --format xlsx`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from rubric.exceptions import RubricError
from rubric.interchange.formats import FORMATS
from rubric.models import RubricVersion
from rubric.services.exporting import File, export_version
from valmentamo.pdf.exceptions import PdfError


class Command(BaseCommand):
    help = "Write a version of a rubric as a file, the newest published one by default."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("rubric", help="identifier of the rubric")
        parser.add_argument("--format", choices=list(FORMATS), default="yaml")
        parser.add_argument(
            "--language", default="", help="for formats that hold one language"
        )
        parser.add_argument("--label", default="", help="another version, drafts too")
        parser.add_argument("--output", type=Path, help="a file or a folder; here")

    def handle(self, *args: Any, **options: Any) -> None:
        version = self._version(options["rubric"], options["label"])
        language, kind = options["language"], FORMATS[options["format"]]
        if language and language not in version.languages:
            raise CommandError(
                _("%(version)s has no texts in “%(language)s”, only in %(languages)s.")
                % {
                    "version": version,
                    "language": language,
                    "languages": ", ".join(version.languages),
                }
            )
        try:
            file = export_version(
                version=version, file_format=options["format"], language=language
            )
        except (RubricError, PdfError) as error:
            raise CommandError(str(error) or type(error).__doc__ or "") from error
        path = self._write(file, options["output"] or Path())
        self.stdout.write(self.style.SUCCESS(str(path)))
        for loss in kind.losses:
            self.stdout.write(_("Left out: %(loss)s") % {"loss": loss})

    def _version(self, slug: str, label: str) -> RubricVersion:
        rows = RubricVersion.objects.for_slug(slug)
        rows = rows.filter(label=label) if label else rows.ever_published()
        version = rows.order_by("-number").first()
        if version is None:
            wanted = f"{slug} {label}".strip()
            raise CommandError(
                _("There is no version %(wanted)s.") % {"wanted": wanted}
                if label
                else _("%(wanted)s has no published version.") % {"wanted": wanted}
            )
        return version

    def _write(self, file: File, target: Path) -> Path:
        path = target / file.name if target.is_dir() else target
        try:
            path.write_bytes(file.data)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        return path
