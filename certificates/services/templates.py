"""Publish template versions and begin new ones."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from i18nfield.fields import I18nFieldMixin
from i18nfield.strings import LazyI18nString

from ..exceptions import TemplateIncomplete
from ..models import CertificateTemplateVersion, TemplateSignatory
from ..models.template_rows import MAX_LOGOS, MAX_SIGNATORIES
from ..people import Actor
from ..pictures import Picture, keep
from ..placeholders import used
from ..texts import language_name


@transaction.atomic
def publish_template_version(
    *,
    version: CertificateTemplateVersion,
    by: Actor,
    at: datetime | None = None,
) -> CertificateTemplateVersion:
    """Freeze a version; certificates can be issued from it from now on.

    Refuses TemplateIncomplete with every problem named: a text that lacks a language,
    or a sentence without the placeholders it needs. A published one is returned as it is.
    """
    if version.is_published:
        return version
    version.full_clean()
    if problems := _problems(version):
        raise TemplateIncomplete(problems)
    version.published_at, version.published_by = at or timezone.now(), by
    version.save(update_fields=["published_at", "published_by"])
    return version


def _problems(version: CertificateTemplateVersion) -> list[str]:
    rows = [*version.signatories.all(), *version.logos.all()]
    return [
        *_missing_languages(version, version),
        *(fault for row in rows for fault in _missing_languages(version, row)),
        *_missing_placeholders(version),
        *_row_problems(version),
    ]


def _row_problems(version: CertificateTemplateVersion) -> list[str]:
    signatories, logos = list(version.signatories.all()), list(version.logos.all())
    problems = []
    if not signatories:
        problems.append(_("Nobody signs the certificate. Add a signatory."))
    if len(signatories) > MAX_SIGNATORIES or len(logos) > MAX_LOGOS:
        problems.append(
            _("There is room for %(signatories)d signatories and %(logos)d logos.")
            % {"signatories": MAX_SIGNATORIES, "logos": MAX_LOGOS}
        )
    problems += [
        _("The picture of the logo “%(name)s” is missing.") % {"name": logo}
        for logo in logos
        if not logo.picture
    ]
    return problems


def _missing_languages(
    version: CertificateTemplateVersion, row: models.Model
) -> list[str]:
    fields = [f for f in row._meta.fields if isinstance(f, I18nFieldMixin)]
    return [
        _("%(field)s is missing in %(language)s.")
        % {"field": str(field.verbose_name), "language": language_name(language)}
        for field in fields
        for language in version.languages
        if not _text(row, field.name, language)
    ]


def _missing_placeholders(version: CertificateTemplateVersion) -> list[str]:
    needed = {
        "body": {"name", "course"},
        "body_with_innovation": {"name", "course", "innovation"},
    }
    return [
        _("The sentence in %(language)s must have %(placeholder)s.")
        % {"language": language_name(language), "placeholder": f"{{{name}}}"}
        for field, names in needed.items()
        for language in version.languages
        for name in sorted(names - used(_text(version, field, language)))
    ]


def _text(version: models.Model, name: str, language: str) -> str:
    data = getattr(version, name).data
    return (data.get(language) or "") if isinstance(data, dict) else ""


@transaction.atomic
def start_new_version(
    *, version: CertificateTemplateVersion
) -> CertificateTemplateVersion:
    """Copy a published version into the template's draft, or return the draft there is."""
    versions = version.template.versions
    if draft := versions.drafts().first():
        return draft
    last = versions.aggregate(number=Max("number"))["number"]
    copy = CertificateTemplateVersion.objects.get(pk=version.pk)
    copy.pk, copy._state.adding = None, True
    copy.number = last + 1
    copy.published_at = copy.published_by = None
    copy.save(force_insert=True)
    for rows in (version.signatories, version.logos):
        for row in rows.all():
            row.pk, row._state.adding, row.version = None, True, copy
            row.save(force_insert=True)
    return copy


@transaction.atomic
def save_draft(
    *, version: CertificateTemplateVersion, pictures: Iterable[Picture] = ()
) -> CertificateTemplateVersion:
    """Write a draft with the signatories and logos that are set on it; others go.

    The pictures are stored first, each under its own hash. Refuses FrozenRow when the
    version has been published.
    """
    for picture in pictures:
        keep(picture)
    version.save()
    return version


@transaction.atomic
def set_signatory(
    *, version: CertificateTemplateVersion, name: str, title: LazyI18nString
) -> TemplateSignatory:
    """Write the name and the title of the first signatory of a draft.

    The picture of the signature is another person's when the name changes, so it goes.
    Refuses FrozenRow when the version has been published.
    """
    row = version.signatories.first() or TemplateSignatory(version=version)
    if row.name != name:
        row.picture, row.picture_width, row.picture_height = "", 0, 0
    row.name, row.title = name, title
    row.full_clean()
    row.save()
    return row
