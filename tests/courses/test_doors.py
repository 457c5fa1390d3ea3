"""Every address × everybody who might knock: who gets in, and what a refusal says.

The rows are held against the URLconf, so that a new address without a row fails here. A
refusal is a 404, for a stranger the way to the log-in, and it never writes anything.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, get_resolver, reverse

from certificates.views import holder, partner
from courses.views import stash
from rubric.models import Exemplar
from tests.courses.doorstep import knock, make_people, make_things
from tests.courses.factories import make_cast

OUR_NAMESPACES = (
    "valmentamo_courses",
    "valmentamo_certificates",
    "valmentamo_rubric",
    "accounts",
    "home",
)
COURSES = "valmentamo_courses"
CERTIFICATES = "valmentamo_certificates"
RUBRIC = "valmentamo_rubric"

TEAM = {"writer", "mate", "coaching mate"}
COACHES = {"coach", "substitute"}
COACHING = COACHES | {"coaching mate", "other coach"}
ANYBODY = {"*"}
LOGGED_IN = {"logged in"}
#: Their session is worth nothing any more: they are asked to log in.
SHUT_OUT = {"nobody", "suspended", "suspended coach"}

Arguments = Callable[[SimpleNamespace], list[object]]
Fields = Callable[[SimpleNamespace, object], dict[str, object]]


@dataclass(frozen=True, kw_only=True)
class Door:
    """One address with the people whom a GET and a POST let in; None: 405 to all."""

    name: str
    to: Arguments = lambda t: []
    get: set[str] | None = None
    post: set[str] | None = None
    fields: Fields = lambda t, who: {}
    writes_when_read: tuple[str, ...] = field(default=())


def door(namespace: str, name: str, thing: str = "", **more) -> Door:
    to = (lambda t: [getattr(t, thing).uuid]) if thing else (lambda t: [])
    return Door(**({"name": f"{namespace}:{name}", "to": to} | more))


def _answer(thing: str) -> Fields:
    """The best a person can post: a token of one's own and a text over the old one."""

    def fields(things, user):
        work = getattr(things, thing)
        token = stash.token(user, about=str(work.uuid), path="/polku/") if user else ""
        return {
            "writer": token,
            "answer-answer": "Sain kirjoittaa tähän.",
            "seen-answer": "1:x",
            "rating-tarve": "4",
        }

    return fields


def _assessed(things, user):
    path = reverse(f"{COURSES}:peer_review", args=[things.review.uuid])
    token = stash.token(user, about=path, path=path) if user else ""
    return {"writer": token, "save": "1", "send": "1", "decision": "accepted"}


def _sample(things):
    version = things.cohort.course.rubric_version
    sample = Exemplar.objects.create(
        version=version, slug="naytetyo", language="fi", use="calibration"
    )
    for criterion in version.criteria.all():
        sample.ratings.create(criterion=criterion, level=criterion.levels.first())
    return [sample.uuid]


def _code(things):
    return [things.certificate.code]


ROWS = [
    # ---- the learner's own ----
    door(COURSES, "my_path", get=LOGGED_IN),
    door(COURSES, "enrol", "cohort", get=LOGGED_IN, post=LOGGED_IN),
    door(COURSES, "team", "enrolment", get={"writer"}, post={"writer"}),
    door(COURSES, "certificate_details", "enrolment", get={"writer"}, post={"writer"}),
    *(
        door(COURSES, name, thing, get=who, post=who, fields=_answer(thing))
        for name in ("save", "submit")
        for thing, who in (
            ("submission", TEAM),
            ("own_submission", {"writer"}),
            ("unbegun", TEAM),
            ("own_unbegun", {"writer"}),
        )
    ),
    door(COURSES, "open_for_peers", "unbegun", post=TEAM),
    door(COURSES, "earlier_rating", "own_submission", get={"writer"}, post={"writer"}),
    # Only for a self-assessment.
    door(COURSES, "earlier_rating", "submission", get=set(), post=set()),
    *(
        door(COURSES, name, thing, post=who)
        for name in ("withdraw", "open_for_peers")
        for thing, who in (("submission", TEAM), ("own_submission", {"writer"}))
    ),
    door(COURSES, "attachment", "attachment", get=TEAM | COACHES),
    door(COURSES, "feedback", "version", get=TEAM),
    door(COURSES, "feedback", "own_version", get={"writer"}),
    door(COURSES, "description", "team", get=TEAM),
    door(COURSES, "profile", "team", get=TEAM | COACHES),
    # ---- the coach's ----
    door(COURSES, "desk", get=COACHING),
    door(COURSES, "review", "version", get=COACHES, post=COACHES, fields=_assessed),
    door(COURSES, "review", "own_version", get=set(), post=set(), fields=_assessed),
    door(COURSES, "second_readings", get=COACHING | {"centre"}),
    # Not for the coach who has decided on it.
    door(
        COURSES,
        "second_reading",
        "decided",
        get={"substitute", "centre"},
        post={"substitute", "centre"},
        fields=_assessed,
        writes_when_read=("wagtailcore_modellogentry",),
    ),
    # Nobody has asked for it.
    door(COURSES, "second_reading", "version", get=set(), post=set()),
    *(
        door(COURSES, "ask_second_reading", thing, post=COACHES | {"centre"})
        for thing in ("decided", "version")
    ),
    door(
        COURSES,
        "report",
        "cohort",
        get=COACHES | {"coaching mate", "centre"},
        writes_when_read=("wagtailcore_modellogentry",),
    ),
    # ---- peers ----
    door(
        COURSES,
        "peer",
        "peer_exercise",
        get=TEAM | {"other team", "other cohort", "reader", "former mate"},
        post=TEAM | {"other team", "other cohort", "reader", "former mate"},
    ),
    *(
        door(
            COURSES,
            "peer_review",
            thing,
            get={"writer"},
            post={"writer"},
            fields=_assessed,
        )
        for thing in ("review", "open_review")
    ),
    # ---- the rubric ----
    door(RUBRIC, "self_rating", get=ANYBODY, post=ANYBODY),
    door(RUBRIC, "self_rating_file", post=ANYBODY),
    door(RUBRIC, "self_rating_pdf", post=ANYBODY),
    door(RUBRIC, "calibration", get=LOGGED_IN),
    Door(name=f"{RUBRIC}:practice", to=_sample, get=LOGGED_IN, post=LOGGED_IN),
    # For whoever practised, and nobody did.
    Door(name=f"{RUBRIC}:practice_result", to=lambda t: [uuid4()], get=set()),
    # ---- certificates ----
    door(CERTIFICATES, "check_short", get=ANYBODY),
    door(CERTIFICATES, "check", get=ANYBODY, post=ANYBODY),
    Door(name=f"{CERTIFICATES}:verify", to=_code, get=ANYBODY, post=ANYBODY),
    door(CERTIFICATES, "mine", get=LOGGED_IN),
    Door(
        name=f"{CERTIFICATES}:download",
        to=lambda t: [t.certificate.code, "fi"],
        get={"writer"},
        writes_when_read=("downloadlog",),
    ),
    Door(
        name=f"{CERTIFICATES}:stop_sharing",
        to=lambda t: [t.certificate.code, t.partner.slug],
        post={"writer"},
    ),
    Door(
        name=f"{CERTIFICATES}:partner_list",
        to=lambda t: [t.partner.slug],
        get={"partner"},
        writes_when_read=("downloadlog",),
    ),
    Door(
        name=f"{CERTIFICATES}:partner_download",
        to=lambda t: [t.partner.slug, t.certificate.code, "fi"],
        get={"partner"},
        writes_when_read=("downloadlog",),
    ),
    # ---- the shell ----
    door("accounts", "profile", get=LOGGED_IN, post=LOGGED_IN),
    door("home", "search", get=ANYBODY, post=ANYBODY),
    door("home", "theme", post=ANYBODY),
    door("home", "demo_switch", post=set()),
]
#: Opened only in the demo: to everybody else it isn't there, logged in or not.
ABSENT = {"home:demo_switch"}


def _names(resolver=None, namespace=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if not isinstance(entry, URLPattern):
            yield from _names(entry, getattr(entry, "namespace", "") or namespace)
        elif namespace in OUR_NAMESPACES:
            yield f"{namespace}:{entry.name}"


def test_every_address_of_ours_has_a_row():
    """The other doors of the certificates are held by tests/certificates/every_door.py."""
    rows = {row.name for row in ROWS}
    names = set(_names())
    assert rows <= names
    assert {n for n in names - rows if not n.startswith(f"{CERTIFICATES}:")} == set()


@pytest.fixture(scope="module")
def world(short_course, django_db_blocker):
    """Made once: each knock is rolled back, and the module ends with a fresh database."""
    with django_db_blocker.unblock():
        cast = make_cast()
        things = make_things(cast)
        yield things, make_people(cast, things)


@pytest.fixture
def things(world, db, monkeypatch):
    """The certificate's bytes do not matter here, only who may have them."""
    for module in (holder, partner):
        monkeypatch.setattr(module, "file_response", lambda *a, **k: HttpResponse())
    return world[0]


@pytest.fixture
def people(world):
    return world[1]


def _knockers(people, welcome):
    """Everybody, or a few where all are alike: the door is shut or open to all."""
    alike = welcome is None or welcome in (ANYBODY, LOGGED_IN)
    few = ("nobody", "suspended", "stranger", "writer", "left the cohort")
    return [(who, user) for who, user in people.items() if not alike or who in few]


def _welcome(who: str, welcome: set[str]) -> bool:
    logged_in = welcome == LOGGED_IN and who not in SHUT_OUT
    return welcome == ANYBODY or logged_in or who in welcome


def _label(row: Door) -> str:
    return row.name.replace("valmentamo_", "")


@pytest.mark.parametrize("row", ROWS, ids=_label)
@pytest.mark.parametrize("method", ["get", "post"])
def test_door_lets_in_those_it_should_and_nobody_else(things, people, row, method):
    url = reverse(row.name, args=row.to(things))
    welcome = getattr(row, method)
    wrong = []
    for who, user in _knockers(people, welcome):
        data = row.fields(things, user) if method == "post" else None
        with transaction.atomic():
            answer = knock(user, method, url, data)
            transaction.set_rollback(True)
        if fault := _fault(row, method, who, welcome, answer):
            wrong.append(f"{who}: {fault}")
    assert not wrong, f"{method.upper()} {url}"


@pytest.mark.parametrize("row", [r for r in ROWS if r.post is not None], ids=_label)
def test_nothing_is_done_for_a_form_of_another_site(things, people, row):
    """A page elsewhere can post with the person's cookies, but not with the token."""
    url = reverse(row.name, args=row.to(things))
    insiders = [who for who in people if _welcome(who, row.post)]
    for who in insiders[:2] or ["writer"]:
        data = row.fields(things, people[who])
        for fields in (data, {k: v for k, v in data.items() if k != "writer"}):
            with transaction.atomic():
                answer = knock(
                    people[who], "post", url, fields, enforce_csrf_checks=True
                )
                transaction.set_rollback(True)
            back = answer.status == 302 and answer.place == url
            assert answer.status == 403 or back, who
            assert answer.writes == ()


def _fault(row, method, who, welcome, answer):
    if welcome is not None and _welcome(who, welcome):
        if answer.asks_to_log_in or answer.status in {404, 405} or answer.status >= 500:
            return f"is kept out: {answer.status} {answer.place}"
        if method == "get" and (written := _uninvited(row, answer)):
            return f"looking wrote {written}"
        return None
    refused = {404, 405} if row.name in ABSENT or who not in SHUT_OUT else {405}
    if who in SHUT_OUT and answer.asks_to_log_in:
        refused = {302}
    if answer.status not in refused:
        return f"got {answer.status} {answer.place}"
    if answer.writes:
        return f"the refusal wrote {answer.writes}"
    return None


def _uninvited(row, answer):
    return [
        sql
        for sql in answer.writes
        if not any(table in sql for table in row.writes_when_read)
    ]
