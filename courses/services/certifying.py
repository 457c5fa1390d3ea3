"""The certificate template of a course, kept in step with the course's file."""

from datetime import datetime
from typing import Any

from django.db import transaction

from certificates.models import (
    CertificateTemplate,
    CertificateTemplateVersion,
    Issuer,
)
from certificates.services.templates import (
    publish_template_version,
    set_signatory,
    start_new_version,
)
from courses.interchange.shapes import CertificateSpec
from courses.services.structure import text


@transaction.atomic
def template_for(
    *,
    slug: str,
    name: str,
    spec: CertificateSpec,
    by: Any = None,
    at: datetime | None = None,
) -> CertificateTemplate:
    """The template with a published version that says what `spec` says.

    Other words make a new version; certificates that were issued keep the old one.
    Refuses TemplateIncomplete when a sentence lacks a placeholder that it needs.
    """
    template = CertificateTemplate.objects.filter(slug=slug).first()
    if template is None:
        template = CertificateTemplate.objects.create(slug=slug, name=name[:200])
    newest = template.versions.published().order_by("-number").first()
    wanted = _wanted(spec)
    if newest and _says(newest, wanted, spec):
        return template
    version = (
        start_new_version(version=newest)
        if newest
        else CertificateTemplateVersion(template=template, number=1)
    )
    for column, value in wanted.items():
        setattr(version, column, value)
    version.save()
    set_signatory(version=version, **_signatory(spec))
    publish_template_version(version=version, by=by, at=at)
    return template


def _says(
    version: CertificateTemplateVersion, wanted: dict[str, Any], spec: CertificateSpec
) -> bool:
    """Whether the version has the words of the file. The file knows one signatory: those
    that staff added after the first, and the logos, stay as they are."""
    first = version.signatories.first()
    return (
        first is not None
        and (first.name, first.title) == tuple(_signatory(spec).values())
        and all(getattr(version, n) == value for n, value in wanted.items())
    )


def _signatory(spec: CertificateSpec) -> dict[str, Any]:
    return {"name": spec.signatory_name, "title": text(spec.signatory_title)}


def _wanted(spec: CertificateSpec) -> dict[str, Any]:
    wanted: dict[str, Any] = {
        "issuer": _issuer(spec),
        "title": text(spec.title),
        "body": text(spec.body),
        "body_with_innovation": text(spec.body_with_innovation),
        "disclaimer": text(spec.disclaimer),
        "co_funded": spec.co_funded,
    }
    if spec.eu_statement:
        wanted["eu_statement"] = text(spec.eu_statement)
    return wanted


def _issuer(spec: CertificateSpec) -> Issuer:
    issuer, _made = Issuer.objects.get_or_create(
        slug=spec.issuer_key,
        defaults={"name": text(spec.issuer_name), "country": spec.issuer_country},
    )
    return issuer
