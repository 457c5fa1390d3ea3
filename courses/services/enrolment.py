"""Enrol, form and join teams, confirm what the certificate says of a person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.naming import printable_name
from courses.enums import CohortKind, EnrolmentKind, EnrolmentState, Stage
from courses.exceptions import (
    AlreadyEnrolled,
    AlreadyInTeam,
    CoursesError,
    EnrolmentClosed,
    NotAllowedNow,
    NotAMember,
    TeamFull,
    UnknownJoinCode,
)
from courses.models import Cohort, Enrolment, Team, TeamMembership
from courses.services.certificate_texts import unprintable_around
from courses.services.completion import complete_if_ready
from courses.services.membership import require_participant
from courses.services.partners import (
    Task,
    consent_text,
    partner_to_ask_for,
    remember_told,
)
from valmentamo.texts import clean_line


@transaction.atomic
def enrol(
    *,
    user: Any,
    cohort: Cohort,
    told: Sequence[Task] = (),
    at: datetime | None = None,
) -> Enrolment:
    """Enrol a person; who left the cohort comes back to the same enrolment.

    `told` are the partners' tasks that the person has read. Refuses EnrolmentClosed and
    AlreadyEnrolled.
    """
    at = at or timezone.now()
    if not Cohort.objects.open_for_enrolment(at).filter(pk=cohort.pk).exists():
        raise EnrolmentClosed
    reading = cohort.kind == CohortKind.READING
    enrolment = Enrolment(
        cohort=cohort,
        user=user,
        kind=EnrolmentKind.READER if reading else EnrolmentKind.PARTICIPANT,
        enrolled_at=at,
    )
    if earlier := Enrolment.objects.filter(cohort=cohort, user=user).first():
        _come_back(earlier)
        remember_told(enrolment=earlier, tasks=told, at=at)
        return earlier
    enrolment.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            enrolment.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyEnrolled from error
    remember_told(enrolment=enrolment, tasks=told, at=at)
    return enrolment


def _come_back(enrolment: Enrolment) -> None:
    left = Enrolment.objects.filter(pk=enrolment.pk, state=EnrolmentState.LEFT)
    if not left.update(state=EnrolmentState.ACTIVE):
        raise AlreadyEnrolled
    enrolment.state = EnrolmentState.ACTIVE


@transaction.atomic
def form_team(
    *,
    enrolment: Enrolment,
    name: str,
    organisation: str = "",
    stage: str = Stage.IDEA,
    language: str = "",
    at: datetime | None = None,
) -> Team:
    """Form a team, also of one person. Refuses AlreadyInTeam, NotAMember to those who
    left the cohort and NotAllowedNow to readers."""
    at = at or timezone.now()
    require_participant(enrolment)
    if enrolment.memberships.current().exists():
        raise AlreadyInTeam
    team = Team(
        cohort=enrolment.cohort,
        name=clean_line(name),
        organisation=clean_line(organisation),
        stage=stage,
        language=language or settings.LANGUAGE_CODE,
        created_at=at,
    )
    team.full_clean()
    team.save(force_insert=True)
    _add_member(team, enrolment, at)
    return team


@transaction.atomic
def join_team(*, enrolment: Enrolment, code: str, at: datetime | None = None) -> Team:
    """Join a team of the same cohort by its code, however it was typed.

    Refuses AlreadyInTeam, UnknownJoinCode, TeamFull, and as `form_team`.
    """
    at = at or timezone.now()
    require_participant(enrolment)
    if enrolment.memberships.current().exists():
        raise AlreadyInTeam
    typed = "".join(c for c in clean_line(code).upper() if c.isalnum())
    team = Team.objects.filter(cohort=enrolment.cohort, join_code=typed).first()
    if team is None:
        raise UnknownJoinCode
    # Whoever joins holds the team's row, so that two can't take the last place.
    Team.objects.filter(pk=team.pk).update(name=F("name"))
    if team.memberships.current().count() >= team.cohort.course.team_max:
        raise TeamFull
    _add_member(team, enrolment, at)
    return team


def _add_member(team: Team, enrolment: Enrolment, at: datetime) -> None:
    membership = TeamMembership(team=team, enrolment=enrolment, joined_at=at)
    membership.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            membership.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyInTeam from error


@transaction.atomic
def leave_team(*, enrolment: Enrolment, at: datetime | None = None) -> TeamMembership:
    """End the membership of now; the team keeps its work. Refuses NotAMember."""
    at = at or timezone.now()
    membership = enrolment.memberships.current().first()
    if membership is None:
        raise NotAMember
    at = max(at, membership.joined_at)
    if not TeamMembership.objects.current().filter(pk=membership.pk).update(left_at=at):
        raise NotAMember
    membership.left_at = at
    return membership


@transaction.atomic
def update_team(
    *,
    team: Team,
    by: Any,
    name: str | None = None,
    stage: str | None = None,
    organisation: str | None = None,
    language: str | None = None,
) -> Team:
    """Change what is given. Rounds that were submitted keep the stage they had.

    Refuses NotAMember.
    """
    mine = Enrolment.objects.current().for_person(by)
    if not team.memberships.current().filter(enrolment__in=mine).exists():
        raise NotAMember
    given = {
        "name": clean_line(name) if name is not None else None,
        "stage": stage,
        "organisation": clean_line(organisation) if organisation is not None else None,
        "language": language,
    }
    changes = {field: value for field, value in given.items() if value is not None}
    for field, value in changes.items():
        setattr(team, field, value)
    team.full_clean()
    team.save(update_fields=list(changes))
    return team


@transaction.atomic
def confirm_certificate_details(
    *,
    enrolment: Enrolment,
    name: str,
    languages: Sequence[str],
    names_innovation: bool,
    partner_consent: bool,
    at: datetime | None = None,
) -> Enrolment:
    """Keep what the person wants on the certificate, and complete if nothing is missing.

    Refuses NotAllowedNow once the course is completed, CoursesError without a language or
    with an organisation or innovation that no font can draw, and UnprintableName (of
    certificates) for such a name.
    """
    at = at or timezone.now()
    require_participant(enrolment)
    if enrolment.state == EnrolmentState.COMPLETED:
        raise NotAllowedNow(
            _(
                "Your certificate has been made already. Ask the centre for a "
                "correction if something in it is wrong."
            )
        )
    if faults := unprintable_around(enrolment, innovation=names_innovation):
        raise CoursesError(" ".join(faults))
    _write_details(
        enrolment,
        printed_name=printable_name(name),
        certificate_languages=_known(languages),
        names_innovation=names_innovation,
        details_confirmed_at=at,
        **_consent(enrolment, given=partner_consent, at=at),
    )
    complete_if_ready(enrolment=enrolment, at=at)
    return enrolment


def _write_details(enrolment: Enrolment, **values: Any) -> None:
    for field, value in values.items():
        setattr(enrolment, field, value)
    enrolment.full_clean(validate_unique=False, validate_constraints=False)
    enrolment.save(update_fields=list(values))


def _known(languages: Sequence[str]) -> list[str]:
    offered = [code for code, _label in settings.LANGUAGES]
    chosen = [code for code in dict.fromkeys(languages) if code in offered]
    if not chosen:
        raise CoursesError(_("Choose at least one language for the certificate."))
    return chosen


def _consent(enrolment: Enrolment, *, given: bool, at: datetime) -> dict[str, Any]:
    partner = partner_to_ask_for(enrolment) if given else None
    return {
        "consent_partner": partner,
        "partner_consent_at": at if partner else None,
        "partner_consent_text": consent_text(partner) if partner else "",
    }
