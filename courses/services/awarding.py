"""The certificate of a completion: issued in its transaction, or tried again later."""

import logging
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from certificates.exceptions import CertificatesError
from certificates.models import (
    Certificate,
    CertificateTemplateVersion,
    IssueBatch,
)
from certificates.services.issuing import issue_certificate
from courses.models import Cohort, Completion, Enrolment
from courses.progress import Progress
from courses.services.certificate_facts import Grounds, facts_of
from courses.services.partners import consented_partner, grants_for
from courses.services.standing import progress_for

logger = logging.getLogger(__name__)


PREFIX = "cohort:"


def collection_of(cohort: Cohort) -> str:
    """What the certificates of a cohort are kept under."""
    return f"{PREFIX}{cohort.uuid}"


@transaction.atomic
def issue_for(
    *,
    completion: Completion,
    standing: Progress | None = None,
    batch: IssueBatch | None = None,
    at: datetime | None = None,
) -> Certificate | None:
    """Issue the certificate of a completion, once. What stands in the way is logged and
    leaves the completion without a certificate; `issue_missing` tries again."""
    enrolment, at = completion.enrolment, at or timezone.now()
    template = published_template(enrolment)
    if template is None:
        logger.warning("No published certificate template: %s", enrolment.uuid)
        return None
    try:
        with transaction.atomic():
            certificate = _issue(
                enrolment, standing or progress_for(enrolment), template, batch, at
            )
    except (CertificatesError, ValidationError, ValueError):
        logger.exception("No certificate for the completion of %s", enrolment.uuid)
        return None
    completion.certificate = certificate
    completion.save(update_fields=["certificate"])
    return certificate


def published_template(enrolment: Enrolment) -> CertificateTemplateVersion | None:
    template = enrolment.cohort.course.certificate_template
    if template is None:
        return None
    versions = template.versions.published().select_related("issuer")
    return versions.order_by("-number").first()


def _issue(
    enrolment: Enrolment,
    standing: Progress,
    template: CertificateTemplateVersion,
    batch: IssueBatch | None,
    at: datetime,
) -> Certificate:
    facts = facts_of(
        Grounds(
            enrolment=enrolment,
            progress=standing,
            template=template,
            partner=consented_partner(enrolment),
            at=at,
        )
    )
    wanted = [lang for lang in enrolment.certificate_languages if lang in facts]
    return issue_certificate(
        recipient=enrolment.user,
        template_version=template,
        name=enrolment.printed_name,
        languages=wanted or list(facts)[:1],
        facts=facts,
        issue_key=f"courses.completion:{enrolment.uuid}",
        collection=collection_of(enrolment.cohort),
        grants=grants_for(enrolment),
        batch=batch,
        by=enrolment.user,
        at=at,
    )


def issue_missing(*, at: datetime | None = None) -> int:
    """Try again for completions without a certificate; how many were issued."""
    waiting = Completion.objects.without_certificate().select_related(
        "enrolment__cohort__course__certificate_template"
    )
    return sum(issue_for(completion=row, at=at) is not None for row in waiting)
