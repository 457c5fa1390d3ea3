"""Publish a rubric from a file, or make a draft: `manage.py import_rubric [file]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rubric.content import faults_of
from rubric.exceptions import (
    DraftExists,
    FaultyRubric,
    RubricError,
    UnknownRubric,
    VersionExists,
)
from rubric.interchange.limits import MOST_BYTES
from rubric.interchange.opening import load_json
from rubric.models import Rubric, RubricVersion
from rubric.services.drafting import content_of
from rubric.services.importing import (
    DEFAULT_RUBRIC,
    import_draft,
    import_rubric,
    import_samples,
)
from valmentamo.yamlfiles import UnreadableFile, load_yaml


class Command(BaseCommand):
    help = "Publish a rubric from a file; without a file, the one that comes with it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=DEFAULT_RUBRIC)
        parser.add_argument(
            "--samples", type=Path, help="sample descriptions rated by this rubric"
        )
        parser.add_argument(
            "--draft",
            action="store_true",
            help="make a draft of a file in any format: JSON, YAML, CASE, Canvas, XLSX",
        )
        parser.add_argument(
            "--language", default="", help="of a draft from CASE, Canvas"
        )
        parser.add_argument(
            "--rubric", default="", help="the rubric that the draft is of"
        )
        parser.add_argument(
            "--pick", default="", help="title, when a file holds several"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["draft"]:
            return self._make_draft(options)
        with transaction.atomic():
            known = set(RubricVersion.objects.values_list("pk", flat=True))
            version = self._run(options["file"], import_rubric)
            self._tell_version(version, is_new=version.pk not in known)
            if options["samples"]:
                samples = self._run(options["samples"], import_samples)
                self.stdout.write(
                    ngettext(
                        "%(count)d sample description was read.",
                        "%(count)d sample descriptions were read.",
                        len(samples),
                    )
                    % {"count": len(samples)}
                )

        return None

    def _make_draft(self, options: dict[str, Any]) -> None:
        path, slug = options["file"], options["rubric"]
        rubric = Rubric.objects.filter(slug=slug).first() if slug else None
        if slug and rubric is None:
            raise CommandError(_("There is no rubric “%(slug)s”.") % {"slug": slug})
        try:
            version = import_draft(
                data=_read(path),
                language=options["language"],
                rubric=rubric,
                pick=options["pick"],
            )
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except RubricError as error:
            raise CommandError(f"{path}: {explain(error)}") from error
        self.stdout.write(
            self.style.SUCCESS(
                _("Draft made: %(version)s (%(slug)s).")
                % {"version": version, "slug": version.rubric.slug}
            )
        )
        for fault in faults_of(content_of(version)):
            self.stdout.write(_("Before publishing: %(fault)s") % {"fault": fault})

    def _run(self, path: Path, verb: Any) -> Any:
        try:
            if path.suffix == ".json":
                return verb(data=load_json(_read(path)))
            return verb(data=load_yaml(path))
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except UnreadableFile as error:
            raise CommandError(f"{path}: {error}") from error
        except RubricError as error:
            raise CommandError(f"{path}: {explain(error)}") from error

    def _tell_version(self, version: RubricVersion, *, is_new: bool) -> None:
        message = (
            _(
                "Published: %(version)s (%(slug)s), %(count)d criteria, in %(languages)s."
            )
            if is_new
            else _("Already published, nothing changed: %(version)s (%(slug)s).")
        )
        values = {
            "version": version,
            "slug": version.rubric.slug,
            "count": version.criteria.count(),
            "languages": ", ".join(version.languages),
        }
        self.stdout.write(self.style.SUCCESS(message % values))


def _read(path: Path) -> bytes:
    """No more of it than is needed to see that it is too large."""
    with path.open("rb") as handle:
        return handle.read(MOST_BYTES + 1)


def explain(error: RubricError) -> str:
    """Say what happened and what to do."""
    match error:
        case FaultyRubric():
            count = len(error.faults)
            head = ngettext(
                "%(count)d fault; nothing was written.",
                "%(count)d faults; nothing was written.",
                count,
            ) % {"count": count}
            return "\n".join([head, *(f"  {fault}" for fault in error.faults)])
        case VersionExists():
            return _(
                "%(version)s has been published with another content, which can't "
                "change. Give the file a new version number."
            ) % {"version": error}
        case DraftExists():
            return _(
                "%(rubric)s has a draft that is not published yet. Publish or delete "
                "it first."
            ) % {"rubric": error}
        case UnknownRubric():
            return _("There is no published rubric %(rubric)s. Import it first.") % {
                "rubric": error
            }
    return str(error)
