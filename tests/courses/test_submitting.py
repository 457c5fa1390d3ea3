"""Submitting, taking back and opening for peers."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from courses.enums import EnrolmentState, Stage, SubmissionState, VersionKind
from courses.exceptions import Incomplete, NotAllowedNow, NotAMember
from courses.models import SelfRatingRecord, SubmissionVersion
from courses.services.enrolment import update_team
from courses.services.review import open_review
from courses.services.submission import open_for_peers, submit, withdraw
from tests.courses.factories import answer_for, moment, words


def send(submission, enrolment, key=None, **more):
    return submit(
        submission=submission,
        enrolment=enrolment,
        submit_key=key or uuid4(),
        by=enrolment.user,
        at=moment(),
        **more,
    )


def test_submitted_answer_waits_for_the_coach_as_it_was(cast):
    version = cast.submit("m1e1", {"answer": " Nuoret jäävät työttä ja kotiin. \n"})
    assert version.answers == {"answer": "Nuoret jäävät työttä ja kotiin."}
    assert (version.kind, version.number) == (VersionKind.ROUND, 1)
    assert version.submission.state == SubmissionState.SUBMITTED
    assert list(SubmissionVersion.objects.waiting_for_coach()) == [version]


def test_version_freezes_stage_and_language(cast):
    version = cast.submit("m1e1", language="sv")
    update_team(team=cast.team, by=cast.aino.user, stage=Stage.USE)
    version.refresh_from_db()
    assert (version.stage, version.language) == (Stage.IDEA, "sv")


def test_language_is_that_of_most_of_the_text(cast):
    cast.write("m2e1", {"name": "Lyhyt"}, language="fi")
    version = cast.submit("m2e1", {"summary": words(20)}, language="sv")
    assert version.language == "sv"


def test_version_seals_what_was_asked(cast):
    asked = cast.submit("m1e2", language="sv").asked
    assert asked["title"] == "Partnerkarta"
    assert asked["prompt"].startswith("Ange ansvarig organisation")
    labels = {part["key"]: part["label"] for part in asked["parts"]}
    assert labels["partner"] == {"fi": "Kumppani", "sv": "Partner", "en": "Partner"}
    assert [criterion["key"] for criterion in asked["criteria"]] == ["collaboration"]
    assert asked["rubric"]["number"] == cast.course.rubric_version.number
    assert asked["rubric"]["uuid"] == str(cast.course.rubric_version.uuid)


def test_sealed_question_stays_when_the_page_changes(cast):
    version = cast.submit("m1e1")
    page = cast.page("m1e1")
    page.prompt = "Toinen kysymys"
    page.save_revision().publish()
    version.refresh_from_db()
    assert version.asked["prompt"].startswith("Kuvaa ongelma")


@pytest.mark.parametrize("column", ["answers", "stage", "language", "asked", "number"])
def test_database_refuses_to_change_a_frozen_version(cast, column):
    version = cast.submit("m1e1")
    with pytest.raises(IntegrityError), transaction.atomic():
        # Past the guard of the model's own QuerySet, so that the trigger has to answer.
        QuerySet(SubmissionVersion).filter(pk=version.pk).update(
            **{column: 9 if column == "number" else "sv"}
        )


def test_writer_of_a_version_may_be_forgotten(cast):
    version = cast.submit("m1e1")
    SubmissionVersion.objects.filter(pk=version.pk).update(submitted_by=None)
    version.refresh_from_db()
    assert version.submitted_by is None


def test_incomplete_answer_names_every_fault_and_freezes_nothing(cast):
    draft = cast.write("m1e2", {"partner.1": "Kunta"})
    with pytest.raises(Incomplete) as caught:
        send(draft, cast.aino)
    keys = [key for key, _message in caught.value.faults]
    assert keys == ["organisation", "role.1", "closing"]
    assert not SubmissionVersion.objects.exists()


def test_answer_over_its_limit_is_not_submitted_and_stays_a_draft(cast):
    draft = cast.write("m1e1", {"answer": words(61)})
    with pytest.raises(Incomplete):
        send(draft, cast.aino)
    draft.refresh_from_db()
    assert draft.state == SubmissionState.DRAFT
    assert draft.draft_fields.get().text == words(61)


def test_team_confirms_that_it_has_read_the_text(cast):
    draft = cast.write("m1e1", answer_for(cast.exercise("m1e1")))
    with pytest.raises(Incomplete) as caught:
        send(draft, cast.aino, text_read=False)
    assert [key for key, _message in caught.value.faults] == ["text_read"]


def test_same_key_again_answers_with_the_first_version(cast):
    draft = cast.write("m1e1", answer_for(cast.exercise("m1e1")))
    key = uuid4()
    assert send(draft, cast.aino, key) == send(draft, cast.aino, key)
    assert draft.versions.count() == 1


def test_another_submit_while_the_coach_has_the_answer_is_refused(cast):
    version = cast.submit("m1e1")
    with pytest.raises(NotAllowedNow):
        send(version.submission, cast.mikko)


def test_returned_answer_becomes_the_next_round(cast):
    cast.send_back(cast.submit("m1e1"))
    assert cast.submit("m1e1", {"answer": words(8, "uusi")}).number == 2


def test_stranger_submits_nothing(cast):
    draft = cast.write("m1e1", answer_for(cast.exercise("m1e1")))
    with pytest.raises(NotAMember):
        send(draft, cast.laila)


def test_required_own_rating_is_asked_for(cast):
    draft = cast.write("m2e1", answer_for(cast.exercise("m2e1")))
    with pytest.raises(Incomplete) as caught:
        send(draft, cast.aino)
    assert [key for key, _message in caught.value.faults] == ["rating-clarity"]


def test_own_rating_goes_with_the_version(cast):
    version = cast.submit("m2e1")
    record = SelfRatingRecord.objects.get()
    assert (record.version, record.enrolment) == (version, cast.aino)
    assert record.assessment.counts


def test_offered_rating_may_be_left_out(cast):
    cast.submit("m1e1")
    assert not SelfRatingRecord.objects.exists()


def test_team_mates_finished_rating_goes_along_and_an_unfinished_one_waits(cast):
    draft = cast.open("m2e1")
    cast.rate_self(draft, cast.mikko)
    version = cast.submit("m2e1")
    assert version.self_ratings.count() == 2


# ---- self-assessment ----
def test_self_assessment_is_done_at_once(cast):
    version = cast.submit("m2e2")
    assert version.kind == VersionKind.SELF
    assert version.submission.state == SubmissionState.ACCEPTED
    assert version.submission.accepted_version == version
    assert version.answers == {"marks": "name,summary"}


def test_self_assessment_at_the_end_needs_a_sentence_for_each_level(cast):
    draft = cast.write("m2e2", {"marks": "name,need"})
    cast.rate_self(draft, text="")
    with pytest.raises(Incomplete) as caught:
        send(draft, cast.aino)
    keys = [key for key, _message in caught.value.faults]
    assert keys == ["rating-need", "rating-collaboration", "rating-clarity"]


def test_self_assessment_needs_exactly_the_marks_asked(cast):
    draft = cast.write("m2e2", {"marks": "name"})
    cast.rate_self(draft)
    with pytest.raises(Incomplete) as caught:
        send(draft, cast.aino)
    assert [key for key, _message in caught.value.faults] == ["marks"]


def test_self_assessment_may_be_done_again(cast):
    cast.submit("m2e2")
    assert cast.submit("m2e2").number == 2


@pytest.fixture
def before(cast):
    """The self-assessment as it is at the start of a course."""
    exercise = cast.exercise("m2e2")
    exercise.occasion = "before"
    exercise.save(update_fields=["occasion"])
    exercise.parts.all().delete()
    cast.exercises["m2e2"] = type(exercise).objects.get(pk=exercise.pk)
    return cast.open("m2e2")


def test_self_assessment_at_the_start_may_skip_criteria(cast, before):
    assessment = cast.rate_self(before)
    skipped = assessment.ratings.first()
    skipped.delete()
    version = send(before, cast.aino)
    assert version.self_ratings.get().assessment.ratings.count() == 2


def test_self_assessment_at_the_start_needs_one_level(cast, before):
    with pytest.raises(Incomplete):
        send(before, cast.aino)


# ---- taking back ----
def test_team_takes_an_answer_back_until_a_coach_begins(cast):
    version = cast.submit("m1e1")
    submission = withdraw(submission=version.submission, by=cast.mikko.user)
    assert submission.state == SubmissionState.DRAFT
    assert not SubmissionVersion.objects.waiting_for_coach().exists()


def test_answer_that_a_coach_reads_is_not_taken_back(cast):
    version = cast.submit("m1e1")
    open_review(version=version, coach=cast.coach)
    with pytest.raises(NotAllowedNow):
        withdraw(submission=version.submission, by=cast.aino.user)


def test_answer_taken_back_is_not_opened_by_a_coach(cast):
    version = cast.submit("m1e1")
    withdraw(submission=version.submission, by=cast.aino.user)
    with pytest.raises(NotAllowedNow):
        open_review(version=version, coach=cast.coach)


def test_draft_is_not_taken_back(cast):
    with pytest.raises(NotAllowedNow):
        withdraw(submission=cast.open("m1e1"), by=cast.aino.user)


@pytest.mark.parametrize("outcome", ["returned", "accepted"])
def test_round_taken_back_leaves_the_state_of_the_round_before(cast, outcome):
    first = cast.submit("m1e1")
    cast.accept(first) if outcome == "accepted" else cast.send_back(first)
    again = cast.submit("m1e1", {"answer": words(7, "uusi")})
    withdraw(submission=again.submission, by=cast.aino.user)
    again.submission.refresh_from_db()
    assert again.submission.state == outcome


# ---- copies for peers ----
def test_copy_for_peers_holds_only_what_peers_may_see(cast):
    cast.write("m2e4", cast.full_description())
    copy = cast.open_for_peers()
    assert set(copy.answers) == {"name", "summary", "need", "solution"}
    assert "developers" not in {part["key"] for part in copy.asked["parts"]}


def test_opening_again_without_changes_makes_no_second_copy(cast):
    cast.write("m2e4", cast.full_description())
    assert cast.open_for_peers() == cast.open_for_peers()


def test_opening_again_after_changes_makes_a_newer_copy(cast):
    cast.write("m2e4", cast.full_description())
    cast.open_for_peers()
    cast.write("m2e4", {"need": "Muuttunut tarve."})
    assert cast.open_for_peers().number == 2


def test_empty_fields_are_named_before_peers_read(cast):
    cast.write("m2e4", {"name": "Työpari"})
    with pytest.raises(Incomplete) as caught:
        cast.open_for_peers()
    keys = [key for key, _message in caught.value.faults]
    assert keys == ["summary", "need", "solution"]


def test_only_a_portfolio_is_opened_for_peers(cast):
    with pytest.raises(NotAllowedNow):
        open_for_peers(submission=cast.open("m1e1"), by=cast.aino.user)


def test_copy_for_peers_leaves_the_draft_open(cast):
    cast.write("m2e4", cast.full_description())
    cast.open_for_peers()
    assert cast.open("m2e4").state == SubmissionState.DRAFT


def test_portfolio_needs_every_field_and_its_closing(cast):
    texts = cast.full_description()
    draft = cast.write("m2e4", dict.fromkeys(texts, ""))
    with pytest.raises(Incomplete) as caught:
        send(draft, cast.aino)
    assert [key for key, _message in caught.value.faults] == list(texts)


def test_member_who_completed_may_still_submit_for_the_team(cast):
    type(cast.aino).objects.filter(pk=cast.aino.pk).update(
        state=EnrolmentState.COMPLETED
    )
    assert cast.submit("m1e1").number == 1
