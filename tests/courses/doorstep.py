"""Who knocks, what stands behind the doors, and what each door is called.

`people` are everybody with a plausible reason to try; everything in `things` belongs to
the first team of the cast, and what is `own…` to Aino alone.
"""

from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace

from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.services.groups import AUTHORS, CENTRE, ensure_groups
from certificates.enums import Basis, State
from certificates.services.sharing import GrantTerms, grant_to_partner
from courses.enums import CohortKind, EnrolmentState, Unit
from courses.models import CohortCoach, Enrolment, TeamMembership
from courses.services.enrolment import enrol, leave_team
from courses.services.review import ask_second_reading
from courses.services.writing import add_attachment, work_on
from tests.certificates.factories import MembershipFactory, issued
from tests.certificates.factories import PartnerFactory as ShareFactory
from tests.courses.factories import (
    CohortFactory,
    UserFactory,
    give_peer_feedback,
    make_cast,
    moment,
)

PDF = b"%PDF-1.7\n"
DAY = timedelta(days=1)
STAFF = {"author": AUTHORS, "centre": CENTRE}
#: Written by looking: sessions, counters of misses and of log-ins.
UNASKED = ("django_session", "usersessions", "cache_table", "misswindow")


def make_things(cast):
    """One of each thing that has an address, and room in the team for everybody."""
    cast.course.team_max = 9
    cast.course.save(update_fields=["team_max"])
    exercise = cast.exercise("m1e1")
    exercise.allows_attachments = True
    exercise.save(update_fields=["allows_attachments"])
    submission = cast.open("m1e1")
    attachment = add_attachment(
        submission=submission,
        file=SimpleUploadedFile("a.pdf", PDF),
        by=cast.aino.user,
        at=moment(),
    )
    version = cast.submit("m1e1")
    own = cast.exercise("m2e2")
    own.unit = Unit.PERSON
    own.save(update_fields=["unit"])
    own_version = cast.submit("m2e2")
    personal = cast.exercise("m2e1")
    personal.unit = Unit.PERSON
    personal.save(update_fields=["unit"])
    for author in (cast.laila, cast.newcomer_with_team()):
        cast.write("m2e4", cast.full_description(), author)
        cast.open_for_peers(author)
    decided = cast.accept(cast.submit("m2e4", cast.full_description())).version
    ask_second_reading(version=decided, by=cast.coach, at=moment())
    partner = ShareFactory(slug="oma-kumppani")
    certificate = issued(recipient=cast.aino.user, at=moment())
    certificate.state = State.READY
    certificate.save(update_fields=["state"])
    grant_to_partner(
        certificate=certificate,
        terms=GrantTerms(partner=partner, basis=Basis.CONSENT, purpose="Seuranta"),
        at=moment(),
    )
    return SimpleNamespace(
        enrolment=cast.aino,
        submission=submission,
        attachment=attachment,
        version=version,
        decided=decided,
        own_submission=own_version.submission,
        own_version=own_version,
        unbegun=work_on(exercise=cast.exercise("m1e2"), enrolment=cast.aino),
        own_unbegun=work_on(exercise=personal, enrolment=cast.aino),
        team=cast.team,
        cohort=cast.cohort,
        review=give_peer_feedback(cast, cast.aino),
        open_review=cast.peer_review(cast.aino),
        peer_exercise=cast.peer_exercise,
        partner=partner,
        certificate=certificate,
    )


def make_people(cast, things):
    """A user for each name; None is a browser that nobody has logged in with."""
    other = make_cast(cast.course)
    return {
        "nobody": None,
        "stranger": UserFactory(),
        "writer": cast.aino.user,
        "mate": cast.mikko.user,
        "other team": cast.laila.user,
        "other cohort": other.aino.user,
        "reader": _reader(cast),
        "former mate": _former_mate(cast),
        "left the cohort": _left(cast),
        "suspended": _suspended(cast),
        "coach": cast.coach,
        "other coach": other.coach,
        "coaching mate": _coach(cast, cast.newcomer(cast.team).user),
        "former coach": _coach(cast, ends_on=_day(-1)),
        "coming coach": _coach(cast, starts_on=_day(1)),
        "substitute": _substitute(cast, _day(-1), _day(1)),
        "late substitute": _substitute(cast, _day(-3), _day(-1)),
        "suspended coach": _coach(cast, UserFactory(is_active=False)),
        "partner": MembershipFactory(partner=things.partner, user=UserFactory()).user,
        "other partner": MembershipFactory(user=UserFactory()).user,
        "former partner": MembershipFactory(
            partner=things.partner, user=UserFactory(), ended_at=moment()
        ).user,
        "author": staff_of("author"),
        "centre": staff_of("centre"),
    }


def _day(ahead: int):
    return timezone.localdate() + ahead * DAY


def _coach(cast, user=None, **dates):
    user = user or UserFactory()
    CohortCoach.objects.create(cohort=cast.cohort, user=user, **dates)
    return user


def _substitute(cast, since, until):
    person = UserFactory()
    away = {"absent_from": since, "absent_until": until}
    _coach(cast, substitute=person, **away)
    return person


def _reader(cast):
    cohort = CohortFactory(course=cast.course, kind=CohortKind.READING)
    return enrol(user=UserFactory(), cohort=cohort, at=moment()).user


def _former_mate(cast):
    enrolment = cast.newcomer(cast.team)
    leave_team(enrolment=enrolment, at=moment())
    return enrolment.user


def _left(cast):
    """Left the cohort while the row of the team still stands open."""
    enrolment = cast.newcomer(cast.team)
    Enrolment.objects.filter(pk=enrolment.pk).update(state=EnrolmentState.LEFT)
    assert TeamMembership.objects.current().filter(enrolment=enrolment).exists()
    return enrolment.user


def _suspended(cast):
    user = cast.newcomer(cast.team).user
    user.is_active = False
    user.save(update_fields=["is_active"])
    return user


def staff_of(role: str):
    ensure_groups()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=STAFF[role]))
    assert Permission.objects.filter(group__user=user).exists()
    return user


@dataclass(frozen=True)
class Answer:
    status: int
    place: str
    writes: tuple[str, ...]

    @property
    def asks_to_log_in(self) -> bool:
        return self.status == 302 and "/accounts/login/" in self.place


def knock(user, method: str, url: str, data=None, **options) -> Answer:
    """What one person gets at one address, and what it wrote apart from what is unasked."""
    client = Client(**options)
    if user is not None:
        client.force_login(user)
    with CaptureQueriesContext(connection) as asked:
        response = getattr(client, method)(url, data or {})
    writes = tuple(
        query["sql"]
        for query in asked.captured_queries
        if query["sql"].lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
        and not any(word in query["sql"] for word in UNASKED)
    )
    if response.streaming:
        list(response.streaming_content)  # so that the file is closed
    return Answer(response.status_code, response.headers.get("Location", ""), writes)
