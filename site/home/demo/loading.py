"""Load the demo through the services that people use, from the first day to today."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from certificates.enums import Reason
from certificates.services.status import revoke_certificate
from courses.enums import ExerciseType, Stage
from courses.models import Cohort, CohortCoach, Completion, Course, Enrolment
from courses.services.enrolment import confirm_certificate_details, update_team
from courses.services.package import DEFAULT_COURSE, import_course
from courses.services.submission import open_for_peers
from courses.services.writing import open_submission
from rubric.services.importing import (
    DEFAULT_RUBRIC,
    DEFAULT_SAMPLES,
    import_rubric,
    import_samples,
)
from valmentamo.yamlfiles import load_yaml

from ..services.site_tree import create_site_tree
from .content import draft_fields, samples, written_answers
from .people import make_partners, make_people
from .rubric_life import practise, read_again, write_next_version
from .teams import DemoTeam, days_ago, make_cohorts, make_teams
from .work import (
    Desk,
    answer_of_coach,
    assess_oneself,
    rate_oneself,
    read_a_peer,
    send,
    write,
)

REMARKS = {
    "fi": {
        "strength": "Kuvauksesta näkee, kuka tekee ja kenelle.",
        "question": "Mistä tiedätte, että luku on tyypillinen?",
        "suggestion": "Kertokaa vielä yhdellä virkkeellä, mikä jäi muuttamatta.",
    },
    "sv": {
        "strength": "Det framgår vem som gör vad och för vem.",
        "question": "Hur vet ni att siffran är typisk?",
        "suggestion": "Berätta ännu med en mening vad som inte ändrades.",
    },
}
#: What the coach says to Kotipiha: exercise, level, comment, what is missing.
KOTIPIHA = (
    ("m1e1", 3, "Tilasto ja kysely tukevat toisiaan. Hyvä, että syy on nimetty.", ""),
    ("m1e2", 2, "Ryhmä on rajattu selvästi. Koon arvio nojaa vielä yhteen lähteeseen.", ""),
    ("m2e1", 3, "Kahdessa vaiheessa mukana, ja penkkien siirto on selvä muutos.", ""),
    (
        "m2e2",
        2,
        "Roolit ja panokset näkyvät. Vielä puuttuu, mistä on sovittu kirjallisesti.",
        "Onko uudesta yhteistyösuhteesta sovittu kirjallisesti",
    ),
)  # fmt: skip


def demo_is_loaded() -> bool:
    return Cohort.objects.exists()


def load_content() -> Course:
    """The site's pages, the rubric with its samples, and the course. Safe to run again."""
    create_site_tree()
    import_rubric(data=load_yaml(DEFAULT_RUBRIC), at=days_ago(85, 9))
    import_samples(data=load_yaml(DEFAULT_SAMPLES))
    return import_course(load_yaml(DEFAULT_COURSE))


@transaction.atomic
def load_demo() -> Course:
    """Everything, once; a second call leaves what people have done since."""
    course = load_content()
    if demo_is_loaded():
        return course
    people = make_people()
    partners = make_partners(people["partner"])
    cohorts = make_cohorts(course, people["coach"], partners)
    teams = make_teams(people, cohorts)
    desk = Desk(course, people["coach"])
    _whole_course(desk, teams["tyopari"], "tyopari", samples()["s5-tyopari"])
    _whole_course(
        desk, teams["sprakbanken"], "sprakbanken", samples()["s3-sprakbanken"]
    )
    _returned_portfolio(desk, teams["vahvemmaksi"], samples()["s1-yhdessa-vahvemmaksi"])
    _peers_and_finish(desk, teams)
    _half_way(desk, teams["kotipiha"])
    _beginners(desk, teams)
    _revoke_one(teams["sprakbanken"].members[1], people["centre"])
    _live_with_the_rubric(people, cohorts)
    return course


def _live_with_the_rubric(
    people: Mapping[str, User], cohorts: Mapping[str, Cohort]
) -> None:
    """A second coach, who comes last so that no letters wait for him from before."""
    for cohort in cohorts.values():
        CohortCoach.objects.create(
            cohort=cohort, user=people["eero"], languages=["fi", "sv"]
        )
    read_again(people["eero"])
    practise(people["coach"])
    write_next_version(people["author"])


def _whole_course(
    desk: Desk, team: DemoTeam, key: str, sample: Mapping[str, Any]
) -> None:
    """Every exercise accepted in turn, then the portfolio; the samples give the levels."""
    author, day = team.members[0], 50
    for exercise in desk.coached():
        if (answer := written_answers()[key].get(exercise.key)) is None:
            continue
        submission = write(
            exercise, author, draft_fields(exercise, answer), days_ago(day)
        )
        criterion = exercise.exercise_criteria.all()[0].criterion.key
        level = min(4, sample["levels"][criterion] + (day % 3 == 0))
        rate_oneself(submission, author, {criterion: level}, {}, days_ago(day))
        version = send(submission, author, days_ago(day, 12))
        answer_of_coach(
            desk, version, sample["levels"], sample["comments"], days_ago(day - 2, 9)
        )
        day -= 2
    _portfolio(desk, author, sample, days_ago(day))


def _portfolio(
    desk: Desk, author: Enrolment, sample: Mapping[str, Any], at: datetime
) -> None:
    """Edit the description into the sample's words and let peers read it."""
    exercise = desk.of_type(ExerciseType.PORTFOLIO)
    closing = [part.key for part in exercise.parts.all() if part.kind == "closing"]
    note = "Tiivistelmään lisättiin vertailuluku, ja hankekieltä poistettiin."
    if sample["lang"] == "sv":
        note = "Vi lade till utgångsläget och strök projektspråket ur sammanfattningen."
    texts = dict(sample["fields"]) | dict.fromkeys(closing, note)
    submission = write(exercise, author, texts, at)
    assess_oneself(desk, author, sample, at + timedelta(hours=1))
    if all(sample["fields"].values()):
        open_for_peers(
            submission=submission, by=author.user, at=at + timedelta(hours=2)
        )


def _returned_portfolio(desk: Desk, team: DemoTeam, sample: Mapping[str, Any]) -> None:
    """A beginner's description: sent early, and returned with the expert's levels."""
    author = team.members[0]
    filled = dict(sample["fields"])
    filled["novelty"] = "Toiminta on uutta meidän kylässämme."
    _portfolio(desk, author, {**sample, "fields": filled}, days_ago(20))
    exercise = desk.of_type(ExerciseType.PORTFOLIO)
    submission = open_submission(exercise=exercise, enrolment=author)
    version = send(submission, author, days_ago(18))
    answer_of_coach(
        desk, version, sample["levels"], sample["comments"], days_ago(13, 15)
    )


def _peers_and_finish(desk: Desk, teams: Mapping[str, DemoTeam]) -> None:
    """Two teams read others, confirm their names, and have their portfolios passed."""
    exercise = desk.of_type(ExerciseType.PORTFOLIO)
    for key, sample_id, day in (
        ("tyopari", "s5-tyopari", 10),
        ("sprakbanken", "s3-sprakbanken", 8),
    ):
        team, sample = teams[key], samples()[sample_id]
        for number, member in enumerate(team.members):
            for turn in range(desk.course.peer_reviews_required):
                at = days_ago(day + 4 - turn, 13, 10 * number)
                read_a_peer(desk, member, REMARKS[sample["lang"]], at)
            _confirm(member, days_ago(day + 2))
        author = team.members[0]
        submission = open_submission(exercise=exercise, enrolment=author)
        version = send(submission, author, days_ago(day))
        answer_of_coach(
            desk, version, sample["levels"], sample["comments"], days_ago(day - 3, 14)
        )


def _confirm(member: Enrolment, at: datetime) -> None:
    assert member.user is not None  # noqa: S101 - just made
    confirm_certificate_details(
        enrolment=member,
        name=member.user.get_full_name(),
        languages=[member.user.language],
        names_innovation=True,
        partner_consent=True,
        at=at,
    )


def _half_way(desk: Desk, team: DemoTeam) -> None:
    """Laila's team: some accepted, one returned, one waiting, one being written."""
    author, mate = team.members
    answers, day = written_answers()["kotipiha"], 40
    for key, level, comment, missing in KOTIPIHA:
        exercise = desk.exercises[key]
        submission = write(
            exercise, author, draft_fields(exercise, answers[key]), days_ago(day)
        )
        criterion = exercise.exercise_criteria.all()[0].criterion.key
        rate_oneself(submission, author, {criterion: 3}, {}, days_ago(day))
        version = send(submission, author, days_ago(day, 16))
        when = days_ago(day - 4, 11) if not missing else days_ago(1, 15, 10)
        answer_of_coach(
            desk, version, {criterion: level}, {criterion: comment}, when, missing
        )
        day -= 9
    update_team(team=team.team, by=author.user, stage=Stage.PILOT)
    waiting = desk.exercises["m3e1"]
    texts = draft_fields(waiting, answers["m3e1"])
    send(write(waiting, mate, texts, days_ago(3)), mate, days_ago(2, 9))
    writing = desk.exercises["m3e2"]
    write(writing, mate, draft_fields(writing, answers["m3e2"]), days_ago(0, 8))


def _beginners(desk: Desk, teams: Mapping[str, DemoTeam]) -> None:
    """A draft that has begun, and an answer that has waited too long."""
    exercise = desk.exercises["m1e1"]
    tuomo, seija = teams["varamummola"].members[0], teams["kirjakahvila"].members[0]
    for member, key in ((tuomo, "varamummola"), (seija, "kirjakahvila")):
        texts = draft_fields(exercise, written_answers()[key]["m1e1"])
        submission = write(exercise, member, texts, days_ago(10))
        if member == seija:
            send(submission, member, days_ago(8, 14))


def _revoke_one(holder: Enrolment, by: Any) -> None:
    completion = Completion.objects.select_related("certificate").get(enrolment=holder)
    assert completion.certificate is not None  # noqa: S101 - just issued
    revoke_certificate(
        certificate=completion.certificate,
        reason_code=Reason.WRONG_GROUNDS,
        by=by,
        at=days_ago(2, 10),
    )
