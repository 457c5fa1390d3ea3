"""Whether a person has done everything, and what follows then: completion and the
certificate. A certificate that can't be issued never stops the completion."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Prefetch, Q
from django.utils import timezone

from certificates.enums import Basis
from certificates.exceptions import CertificatesError
from certificates.models import (
    Certificate,
    CertificateTemplateVersion,
    PartnerOrganisation,
)
from certificates.services.issuing import issue_certificate
from certificates.services.sharing import GrantTerms
from courses.enums import (
    EnrolmentKind,
    EnrolmentState,
    ExerciseType,
    Stage,
    VersionKind,
)
from courses.models import (
    Completion,
    Enrolment,
    Exercise,
    Review,
    Submission,
    SubmissionVersion,
    TeamMembership,
)
from courses.progress import Progress, Record, Round, Span, Task, Work, progress
from courses.services.certificate_facts import Grounds, facts_of
from courses.services.partners import granted_partner
from courses.signals import course_completed

logger = logging.getLogger(__name__)


def progress_for(enrolment: Enrolment) -> Progress:
    """Where the person stands, in a fixed number of queries."""
    return progress(_record(enrolment))


def _record(enrolment: Enrolment) -> Record:
    course = enrolment.cohort.course
    tasks = [_task(row) for row in Exercise.objects.filter(course=course)]
    memberships = list(
        enrolment.memberships.select_related("team").order_by("joined_at", "pk")
    )
    asks_peers = any(t.type == ExerciseType.PEER_REVIEW and t.required for t in tasks)
    given = Review.objects.by_peers().submitted().given_by(enrolment)
    return Record(
        tasks=tasks,
        works=_works(enrolment, memberships),
        stage=_stage(memberships),
        reviews_needed=course.peer_reviews_required if asks_peers else 0,
        reviews_given=given.count(),
        details_confirmed=enrolment.details_confirmed_at is not None,
    )


def _task(row: Exercise) -> Task:
    return Task(
        pk=row.pk,
        key=row.key,
        type=row.type,
        rated_by=row.rated_by,
        required=row.required,
        required_from_stage=row.required_from_stage,
        occasion=row.occasion,
    )


def _stage(memberships: Sequence[TeamMembership]) -> str:
    """The stage of the team of now, else of the last one."""
    if not memberships:
        return Stage.IDEA
    current = [m for m in memberships if m.left_at is None]
    return (current or memberships)[-1].team.stage


def _works(
    enrolment: Enrolment, memberships: Sequence[TeamMembership]
) -> dict[int, list[tuple[Work, list[Span]]]]:
    spans: dict[int, list[Span]] = defaultdict(list)
    for membership in memberships:
        spans[membership.team_id].append(
            Span(joined_at=membership.joined_at, left_at=membership.left_at)
        )
    versions = SubmissionVersion.objects.standing().exclude(kind=VersionKind.PEER)
    submissions = (
        Submission.objects.filter(
            Q(person=enrolment) | Q(person__isnull=True, team__in=list(spans))
        )
        .select_related("accepted_version")
        .prefetch_related(Prefetch("versions", queryset=versions.order_by("number")))
    )
    order = list(spans)
    works: dict[int, list[tuple[Work, list[Span]]]] = defaultdict(list)
    for row in sorted(submissions, key=lambda s: _place(order, s.team_id)):
        works[row.exercise_id].append((_work(row), spans[row.team_id]))
    return works


def _place(order: list[int], team: int) -> int:
    return order.index(team) if team in order else -1


def _work(row: Submission) -> Work:
    return Work(
        state=row.state,
        rounds=tuple(
            Round(number=v.number, submitted_at=v.submitted_at, stage=v.stage)
            for v in row.versions.all()
        ),
        accepted=row.accepted_version.number if row.accepted_version else None,
        is_own=row.person_id is not None,
    )


@transaction.atomic
def complete_if_ready(
    *, enrolment: Enrolment, at: datetime | None = None
) -> Completion | None:
    """Write the completion and issue the certificate once every condition is met.

    Called after each verb that may meet the last condition; safe to call at any time
    and by several at once. The certificate's `issue_key` is
    `courses.completion:<enrolment>`; the rows are written in this transaction.
    """
    at = at or timezone.now()
    # Two verbs that meet the last two conditions at once take turns here, so that the
    # second one sees what the first has done.
    Enrolment.objects.filter(pk=enrolment.pk).update(state=F("state"))
    enrolment.refresh_from_db(fields=["state", "details_confirmed_at"])
    if found := Completion.objects.filter(enrolment=enrolment).first():
        return found
    left = enrolment.state == EnrolmentState.LEFT
    if left or enrolment.kind != EnrolmentKind.PARTICIPANT:
        return None
    standing = progress_for(enrolment)
    if not standing.is_complete:
        return None
    return _complete(enrolment, standing, at)


def complete_members(
    version: SubmissionVersion, *, at: datetime | None = None
) -> list[Completion]:
    """Ask for everybody whose work the version is: all who were ever in the team."""
    submission = version.submission
    people = Enrolment.objects.filter(memberships__team=submission.team_id)
    if submission.person_id is not None:
        people = Enrolment.objects.filter(pk=submission.person_id)
    at = at or version.submitted_at
    # In one order everywhere, so that two of these can't wait for each other.
    ready = people.with_course().distinct().order_by("pk")
    asked = [complete_if_ready(enrolment=enrolment, at=at) for enrolment in ready]
    return [completion for completion in asked if completion is not None]


def _complete(enrolment: Enrolment, standing: Progress, at: datetime) -> Completion:
    completion = Completion(
        enrolment=enrolment, completed_at=at, basis=_basis(standing)
    )
    try:
        with transaction.atomic():
            completion.save(force_insert=True)
    except IntegrityError:
        return Completion.objects.get(enrolment=enrolment)
    enrolment.state = EnrolmentState.COMPLETED
    enrolment.save(update_fields=["state"])
    issue_for(completion=completion, standing=standing, at=at)
    transaction.on_commit(
        partial(course_completed.send_robust, Completion, completion=completion)
    )
    return completion


def _basis(standing: Progress) -> dict[str, Any]:
    """Every condition and how it was met, as it was at the time."""
    return {
        "stage": str(standing.stage),
        "conditions": [asdict(condition) for condition in standing.conditions],
    }


def issue_for(
    *,
    completion: Completion,
    standing: Progress | None = None,
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
                enrolment, standing or progress_for(enrolment), template, at
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
    at: datetime,
) -> Certificate:
    partner = granted_partner(enrolment)
    facts = facts_of(
        Grounds(
            enrolment=enrolment,
            progress=standing,
            template=template,
            partner=partner,
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
        collection=f"cohort:{enrolment.cohort.uuid}",
        grants=_grants(enrolment, partner),
        by=enrolment.user,
        at=at,
    )


def _grants(
    enrolment: Enrolment, partner: PartnerOrganisation | None
) -> Iterable[GrantTerms]:
    if partner is None:
        return []
    purpose = enrolment.partner_consent_text
    return [GrantTerms(partner=partner, basis=Basis.CONSENT, purpose=purpose)]


def issue_missing(*, at: datetime | None = None) -> int:
    """Try again for completions without a certificate; how many were issued."""
    waiting = Completion.objects.filter(certificate=None).select_related(
        "enrolment__cohort__course__certificate_template"
    )
    return sum(issue_for(completion=row, at=at) is not None for row in waiting)
