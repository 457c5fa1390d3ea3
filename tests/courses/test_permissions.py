"""Who may open what; a refusal is a 404 and tells nothing."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404

from courses import permissions
from courses.enums import EnrolmentState
from courses.models import CohortCoach, Enrolment
from courses.services.enrolment import leave_team
from courses.services.submission import withdraw
from courses.services.writing import add_attachment
from tests.courses.factories import (
    CohortFactory,
    UserFactory,
    give_peer_feedback,
    make_cast,
    moment,
)

PDF = b"%PDF-1.7\n"


@pytest.fixture
def things(cast):
    """One of each thing that has an address, all of the first team."""
    exercise = cast.exercise("m1e1")
    exercise.allows_attachments = True
    exercise.save(update_fields=["allows_attachments"])
    draft = cast.open("m1e1")
    file = SimpleUploadedFile("a.pdf", PDF)
    attachment = add_attachment(submission=draft, file=file, by=cast.aino.user)
    version = cast.submit("m1e1")
    for author in (cast.laila, cast.newcomer_with_team()):
        cast.write("m2e4", cast.full_description(), author)
        cast.open_for_peers(author)
    review = give_peer_feedback(cast, cast.aino)
    return {
        "enrolment": cast.aino,
        "submission": draft,
        "version": version,
        "attachment": attachment,
        "team": cast.team,
        "review": review,
        "cohort": cast.cohort,
    }


@pytest.fixture
def people(cast):
    """Everybody who might knock, by what they are."""
    other = make_cast(cast.course)
    former = cast.newcomer(cast.team)
    leave_team(enrolment=former, at=moment())
    ended = UserFactory()
    CohortCoach.objects.create(cohort=cast.cohort, user=ended, ends_on="2020-01-01")
    author = UserFactory()
    author.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return {
        "writer": cast.aino.user,
        "mate": cast.mikko.user,
        "other team": cast.laila.user,
        "former mate": former.user,
        "other cohort": other.aino.user,
        "coach": cast.coach,
        "former coach": ended,
        "other coach": other.coach,
        "author": author,
        "stranger": UserFactory(),
        "nobody": AnonymousUser(),
    }


# Who gets in at each door; everybody else gets a 404.
MATRIX = [
    ("own_enrolment", "enrolment", {"writer"}),
    ("submission_for", "submission", {"writer", "mate"}),
    ("version_for_learner", "version", {"writer", "mate"}),
    ("version_for_coach", "version", {"coach"}),
    ("attachment_for", "attachment", {"writer", "mate", "coach"}),
    ("team_for", "team", {"writer", "mate", "coach"}),
    ("peer_review_for", "review", {"writer"}),
]


@pytest.mark.parametrize(("door", "thing", "welcome"), MATRIX)
def test_door_opens_to_those_it_should_and_to_nobody_else(
    things, people, door, thing, welcome
):
    ask, uuid = getattr(permissions, door), things[thing].uuid
    let_in = set()
    for who, person in people.items():
        try:
            found = ask(person, uuid)
        except Http404:
            continue
        assert found == things[thing]
        let_in.add(who)
    assert let_in == welcome


@pytest.mark.parametrize("door", [door for door, _thing, _who in MATRIX])
def test_unknown_address_is_a_404_to_everybody(cast, people, door):
    for person in people.values():
        with pytest.raises(Http404):
            getattr(permissions, door)(person, uuid4())


def test_lessons_are_for_learners_coaches_and_staff(cast, people):
    seen = {
        who
        for who, person in people.items()
        if permissions.may_see_course(person, cast.course)
    }
    assert seen == {
        "writer",
        "mate",
        "other team",
        "former mate",
        "other cohort",
        "coach",
        "other coach",
        "author",
    }


def test_person_who_left_sees_the_course_no_more(cast):
    Enrolment.objects.filter(pk=cast.aino.pk).update(state=EnrolmentState.LEFT)
    assert permissions.enrolment_for(cast.aino.user, cast.course) is None
    assert not permissions.may_see_course(cast.aino.user, cast.course)
    with pytest.raises(Http404):
        permissions.require_enrolment(cast.aino.user, cast.course)


def test_newest_enrolment_counts(cast):
    later = CohortFactory(course=cast.course)
    newest = Enrolment.objects.create(
        cohort=later, user=cast.aino.user, enrolled_at=moment()
    )
    assert permissions.enrolment_for(cast.aino.user, cast.course) == newest


def test_coach_does_not_open_a_version_that_was_taken_back(cast, things):
    withdraw(submission=things["version"].submission, by=cast.aino.user)
    with pytest.raises(Http404):
        permissions.version_for_coach(cast.coach, things["version"].uuid)


def test_coach_does_not_open_the_work_of_a_team_of_their_own(cast, things):
    CohortCoach.objects.create(cohort=cast.cohort, user=cast.mikko.user)
    with pytest.raises(Http404):
        permissions.version_for_coach(cast.mikko.user, things["version"].uuid)


def test_coach_does_not_open_a_file_that_was_not_submitted(cast, things):
    cast.send_back(things["version"])
    file = SimpleUploadedFile("b.pdf", PDF)
    fresh = add_attachment(submission=cast.open("m1e1"), file=file, by=cast.aino.user)
    with pytest.raises(Http404):
        permissions.attachment_for(cast.coach, fresh.uuid)


def test_coach_does_not_open_a_draft(cast):
    with pytest.raises(Http404):
        permissions.submission_for(cast.coach, cast.open("m1e1").uuid)


def test_peer_does_not_open_the_copy_as_a_version(cast, things):
    copy = things["review"].version
    for ask in (permissions.version_for_learner, permissions.version_for_coach):
        with pytest.raises(Http404):
            ask(cast.aino.user, copy.uuid)


def test_peer_exercise_comes_with_the_enrolment(cast):
    exercise = cast.exercise("m2e3")
    found = permissions.peer_exercise_for(cast.aino.user, exercise.uuid)
    assert found == (exercise, cast.aino)
    with pytest.raises(Http404):
        permissions.peer_exercise_for(UserFactory(), exercise.uuid)
    with pytest.raises(Http404):
        permissions.peer_exercise_for(cast.aino.user, cast.exercise("m1e1").uuid)


def test_desk_opens_to_whoever_coaches_today(cast):
    assert permissions.is_coach(cast.coach)
    assert not permissions.is_coach(cast.aino.user)
    assert not permissions.is_coach(AnonymousUser())
