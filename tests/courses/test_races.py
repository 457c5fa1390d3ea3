"""Several people in the same moment, on both databases: nobody's work is lost."""

import threading
import time
from functools import partial
from uuid import uuid4

import pytest
from django.db import transaction

from courses.enums import DecisionOutcome
from courses.exceptions import AlreadyDecided, FieldConflict, TeamFull
from courses.models import (
    CohortCoach,
    Completion,
    Decision,
    Enrolment,
    Review,
    Submission,
)
from courses.services.completion import complete_if_ready
from courses.services.enrolment import confirm_certificate_details, enrol, join_team
from courses.services.review import decide, start_peer_review, submit_peer_review
from courses.services.submission import submit
from courses.services.writing import open_submission, save_field, self_rating
from tests.courses.factories import (
    UserFactory,
    answer_for,
    give_peer_feedback,
    make_cast,
    moment,
    rate_as_peer,
)
from tests.courses.racing import at_once
from tests.courses.staging import ensure

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db, settings):
    settings.TASKS = {
        "default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}
    }
    ensure()
    return make_cast()


def again(row):
    """The row as another request would read it."""
    return type(row).objects.get(pk=row.pk)


def test_one_key_submitted_sixteen_times_makes_one_version(cast):
    for key in ("m1e1", "m1e2"):
        draft = cast.write(key, answer_for(cast.exercise(key)))
        submit_key = uuid4()
        acts = [
            partial(
                submit,
                submission=again(draft),
                enrolment=again(cast.aino),
                submit_key=submit_key,
                by=cast.aino.user,
            )
            for _thread in range(16)
        ]
        outcomes = at_once(acts)
        assert {outcome.pk for outcome in outcomes} == {draft.versions.get().pk}


def test_self_assessment_submitted_sixteen_times_is_one(cast):
    draft = cast.write("m2e2", answer_for(cast.exercise("m2e2")))
    cast.rate_self(draft)
    key = uuid4()
    act = [
        partial(
            submit,
            submission=again(draft),
            enrolment=again(cast.aino),
            submit_key=key,
            by=cast.aino.user,
        )
        for _thread in range(16)
    ]
    assert {outcome.pk for outcome in at_once(act)} == {draft.versions.get().pk}


def test_two_coaches_decide_and_one_decision_stands(cast):
    other = UserFactory()
    CohortCoach.objects.create(cohort=cast.cohort, user=other)
    for key in ("m1e1", "m1e2", "m2e1"):
        version = cast.submit(key)
        reviews = [
            cast.review(version, level=2),
            cast.review(version, level=1, coach=other),
        ]
        wishes = [DecisionOutcome.ACCEPTED, DecisionOutcome.RETURNED]
        outcomes = at_once(
            [
                partial(decide, review=again(review), outcome=wish, by=review.reviewer)
                for review, wish in zip(reviews, wishes, strict=True)
            ]
        )
        decisions = [o for o in outcomes if isinstance(o, Decision)]
        assert [type(o) for o in outcomes if o not in decisions] == [AlreadyDecided]
        assert Decision.objects.get(version=version) == decisions[0]
        (loser,) = [r for r in reviews if r.pk != decisions[0].review_id]
        assert again(loser.assessment).is_draft
        assert loser.assessment.ratings.count() == 1
        assert again(version.submission).state == decisions[0].outcome


def test_two_team_mates_begin_one_field_and_both_texts_are_kept(cast):
    draft = cast.open("m1e2")
    for row in range(1, 6):
        outcomes = at_once(
            [
                partial(
                    save_field,
                    submission=again(draft),
                    key=f"partner.{row}",
                    text=f"Teksti {person.pk}",
                    revision=0,
                    language="fi",
                    by=person.user,
                )
                for person in (cast.aino, cast.mikko)
            ]
        )
        (conflict,) = [o for o in outcomes if isinstance(o, FieldConflict)]
        stored = draft.draft_fields.get(key=f"partner.{row}")
        assert (conflict.theirs, conflict.revision) == (stored.text, stored.revision)
        assert conflict.mine != conflict.theirs


def test_two_team_mates_change_one_field_and_both_texts_are_kept(cast):
    draft = cast.write("m1e1", {"answer": "Alku"})
    for revision in range(1, 6):
        outcomes = at_once(
            [
                partial(
                    save_field,
                    submission=again(draft),
                    key="answer",
                    text=f"Teksti {person.pk}.{revision}",
                    revision=revision,
                    language="fi",
                    by=person.user,
                )
                for person in (cast.aino, cast.mikko)
            ]
        )
        assert [type(o) for o in outcomes if isinstance(o, Exception)] == [
            FieldConflict
        ]
        assert draft.draft_fields.get().revision == revision + 1


def test_answer_that_is_opened_at_once_is_one(cast):
    acts = [
        partial(
            open_submission,
            exercise=cast.exercise("m2e4"),
            enrolment=again(person),
        )
        for person in (cast.aino, cast.mikko) * 4
    ]
    assert {outcome.pk for outcome in at_once(acts)} == {Submission.objects.get().pk}


def test_own_rating_that_is_begun_at_once_is_one(cast):
    draft = cast.open("m1e1")
    acts = [
        partial(self_rating, submission=again(draft), enrolment=again(cast.aino))
        for _thread in range(6)
    ]
    assert len({outcome.pk for outcome in at_once(acts)}) == 1


def test_last_place_of_a_team_is_taken_once(cast):
    cast.newcomer(cast.team)
    people = [enrol(user=UserFactory(), cohort=cast.cohort) for _n in range(4)]
    code = cast.team.join_code
    outcomes = at_once(
        [partial(join_team, enrolment=again(p), code=code) for p in people]
    )
    assert [type(o) for o in outcomes].count(TeamFull) == 3
    assert cast.team.memberships.current().count() == cast.course.team_max


def test_peers_in_the_same_moment_get_different_copies(cast):
    for name in ("Ensimmäinen", "Toinen"):
        author = cast.newcomer_with_team(name)
        cast.write("m2e4", cast.full_description(), author)
        cast.open_for_peers(author)
    acts = [
        partial(
            start_peer_review,
            enrolment=again(person),
            exercise=cast.exercise("m2e3"),
        )
        for person in (cast.aino, cast.laila)
    ]
    first, second = at_once(acts)
    assert first.submission_id != second.submission_id


def test_one_peer_in_two_windows_gets_one_copy(cast):
    for name in ("Ensimmäinen", "Toinen"):
        author = cast.newcomer_with_team(name)
        cast.write("m2e4", cast.full_description(), author)
        cast.open_for_peers(author)
    acts = [
        partial(
            start_peer_review,
            enrolment=again(cast.aino),
            exercise=cast.exercise("m2e3"),
        )
        for _window in range(6)
    ]
    assert {outcome.pk for outcome in at_once(acts)} == {Review.objects.get().pk}


def test_last_two_conditions_met_at_once_complete_once(cast):
    for key in ("m1e1", "m1e2", "m2e1", "m2e4"):
        cast.pass_exercise(key)
    cast.submit("m2e2")
    for name in ("Ensimmäinen", "Toinen"):
        author = cast.newcomer_with_team(name)
        cast.write("m2e4", cast.full_description(), author)
        cast.open_for_peers(author)
    give_peer_feedback(cast, cast.aino)
    last = rate_as_peer(cast.peer_review(cast.aino))
    sent = threading.Event()

    def send_and_linger():
        """The transaction stays open long enough for the other one to look."""
        with transaction.atomic():
            submit_peer_review(review=again(last), by=cast.aino.user)
            sent.set()
            time.sleep(0.5)

    def confirm_meanwhile():
        sent.wait()
        return confirm_certificate_details(
            enrolment=again(cast.aino),
            name="Aino Rautio",
            languages=["fi"],
            names_innovation=False,
            partner_consent=False,
            at=moment(),
        )

    outcomes = at_once([send_and_linger, confirm_meanwhile])
    assert not [o for o in outcomes if isinstance(o, Exception)]
    completion = Completion.objects.get()
    assert completion.certificate.recipient == cast.aino.user
    found = at_once(
        [partial(complete_if_ready, enrolment=again(cast.aino)) for _n in range(8)]
    )
    assert set(found) == {completion}
    assert Enrolment.objects.get(pk=cast.aino.pk).state == "completed"
