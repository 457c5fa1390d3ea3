"""Writing field by field: nothing that anybody typed is lost."""

import pytest

from courses.enums import EnrolmentState, ProposalState, SubmissionState, Unit
from courses.exceptions import (
    FieldConflict,
    NotAllowedNow,
    NotAMember,
    TextTooLong,
    UnknownField,
)
from courses.models import DraftField, Enrolment, Submission
from courses.services.enrolment import join_team, leave_team
from courses.services.writing import (
    open_submission,
    resolve_proposal,
    save_field,
    save_fields,
)
from tests.courses.factories import make_course, moment, words


def save(submission, text, revision, by, key="answer", language="fi"):
    return save_field(
        submission=submission,
        key=key,
        text=text,
        revision=revision,
        language=language,
        by=by,
        at=moment(),
    )


@pytest.fixture
def draft(cast):
    return cast.open("m1e1")


def test_team_mates_open_the_same_answer(cast):
    assert cast.open("m1e1", cast.aino) == cast.open("m1e1", cast.mikko)


@pytest.fixture
def personal(cast):
    exercise = cast.exercise("m2e2")
    exercise.unit = Unit.PERSON
    exercise.save(update_fields=["unit"])


def test_personal_exercise_is_each_persons_own(cast, personal):
    own, other = cast.open("m2e2", cast.aino), cast.open("m2e2", cast.mikko)
    assert own != other
    assert own.person == cast.aino


def test_exercise_without_an_answer_is_not_opened(cast):
    with pytest.raises(NotAllowedNow):
        cast.open("m2e3")


def test_person_without_a_team_writes_nothing(cast):
    with pytest.raises(NotAMember):
        cast.open("m1e1", cast.newcomer())


def test_exercise_of_another_course_is_not_opened(cast):
    other = make_course()
    exercise = other.exercises.get(key="m1e1")
    exercise.pk, exercise.uuid = None, None
    exercise.course_id = 0
    with pytest.raises(NotAllowedNow):
        open_submission(exercise=exercise, enrolment=cast.aino)


def test_first_save_makes_the_field_and_the_next_raises_its_revision(cast, draft):
    first = save(draft, "Yksi", 0, cast.aino.user)
    second = save(draft, "Kaksi", first.revision, cast.aino.user)
    assert (first.revision, second.revision, second.text) == (1, 2, "Kaksi")


def test_same_text_again_is_no_change_whatever_revision_was_seen(cast, draft):
    save(draft, "Yksi", 0, cast.aino.user)
    again = save(draft, "Yksi", 0, cast.mikko.user)
    assert (again.revision, again.updated_by) == (1, cast.aino.user)


def test_saving_nothing_into_nothing_makes_no_row(cast, draft):
    assert save(draft, "", 0, cast.aino.user).revision == 0
    assert not DraftField.objects.exists()


def test_second_writer_gets_both_texts_and_the_first_one_stands(cast, draft):
    save(draft, "Ainon", 0, cast.aino.user)
    with pytest.raises(FieldConflict) as caught:
        save(draft, "Mikon", 0, cast.mikko.user)
    conflict = caught.value
    assert (conflict.theirs, conflict.mine, conflict.revision) == ("Ainon", "Mikon", 1)
    assert draft.draft_fields.get().text == "Ainon"


def test_conflict_is_solved_by_saving_over_the_revision_it_told(cast, draft):
    save(draft, "Ainon", 0, cast.aino.user)
    solved = save(draft, "Molemmat", 1, cast.mikko.user)
    assert (solved.text, solved.revision) == ("Molemmat", 2)


def test_emptied_field_keeps_its_revision_going(cast, draft):
    save(draft, "Ainon", 0, cast.aino.user)
    assert save(draft, "", 1, cast.aino.user).revision == 2


def test_text_is_cleaned_before_it_is_stored(cast, draft):
    saved = save(draft, "a\u0308\r\n\x00loppu\u202e", 0, cast.aino.user)
    assert saved.text == "ä\nloppu"


def test_draft_may_be_far_over_its_limit(cast, draft):
    assert save(draft, words(500), 0, cast.aino.user).revision == 1


def test_huge_text_is_handed_back_and_the_old_one_stands(cast, draft, settings):
    settings.VALMENTAMO_COURSES_MAX_FIELD_CHARS = 100
    save(draft, "Vanha", 0, cast.aino.user)
    with pytest.raises(TextTooLong) as caught:
        save(draft, "x" * 101, 1, cast.aino.user)
    assert caught.value.text == "x" * 101
    assert "101" in str(caught.value)
    assert draft.draft_fields.get().text == "Vanha"


@pytest.mark.parametrize("key", ["other", "answer.1", "state", ""])
def test_field_that_was_not_asked_is_refused(cast, draft, key):
    with pytest.raises(UnknownField):
        save(draft, "x", 0, cast.aino.user, key=key)


def test_whole_form_saves_what_it_can_and_tells_the_rest(cast, settings):
    settings.VALMENTAMO_COURSES_MAX_FIELD_CHARS = 50
    draft = cast.open("m2e1")
    save(draft, "Mikon nimi", 0, cast.mikko.user, key="name")
    report = save_fields(
        submission=draft,
        texts={"name": ("Ainon nimi", 0), "summary": ("x" * 51, 0)},
        language="fi",
        by=cast.aino.user,
    )
    assert list(report.conflicts) == ["name"]
    assert list(report.refused) == ["summary"]
    assert not report.is_clean


def test_table_cells_are_fields_of_their_own(cast):
    draft = cast.open("m1e2")
    save(draft, "Kunta", 0, cast.aino.user, key="partner.1")
    save(draft, "Tilat", 0, cast.mikko.user, key="role.1")
    assert draft.draft_fields.count() == 2


def test_stranger_writes_nothing(cast, draft):
    with pytest.raises(NotAMember):
        save(draft, "x", 0, cast.laila.user)


def test_coach_writes_nothing(cast, draft):
    with pytest.raises(NotAMember):
        save(draft, "x", 0, cast.coach)


def test_member_who_left_writes_nothing(cast, draft):
    leave_team(enrolment=cast.aino, at=moment())
    with pytest.raises(NotAMember):
        save(draft, "x", 0, cast.aino.user)


def test_person_who_left_the_cohort_writes_nothing(cast, draft):
    Enrolment.objects.filter(pk=cast.aino.pk).update(state=EnrolmentState.LEFT)
    with pytest.raises(NotAMember):
        save(draft, "x", 0, cast.aino.user)


def test_answer_stands_still_while_the_coach_has_it(cast):
    version = cast.submit("m1e1")
    with pytest.raises(NotAllowedNow):
        save(version.submission, "x", 1, cast.aino.user)


def test_accepted_answer_may_be_improved(cast):
    cast.pass_exercise("m1e1")
    draft = cast.open("m1e1")
    assert draft.state == SubmissionState.ACCEPTED
    assert save(draft, "Parempi", 1, cast.aino.user).revision == 2


def test_self_rating_is_begun_once_and_is_each_persons_own(cast, draft):
    first = cast.rate_self(draft, cast.aino)
    assert cast.rate_self(draft, cast.aino) == first
    assert cast.rate_self(draft, cast.mikko) != first


# ---- the portfolio fills itself ----
def field(submission, key):
    return submission.draft_fields.get(key=key)


def test_portfolio_opens_with_the_answers_accepted_so_far(cast):
    cast.pass_exercise("m1e1", texts={"answer": "Nuoret jäävät työttä ja syrjään."})
    need = field(cast.open("m2e4"), "need")
    assert need.text == need.assembled == "Nuoret jäävät työttä ja syrjään."


def test_later_accepted_answer_fills_a_field_that_nobody_has_edited(cast):
    portfolio = cast.open("m2e4")
    cast.pass_exercise("m1e1", texts={"answer": "Ensin näin on asia tässä."})
    cast.pass_exercise("m1e1", texts={"answer": "Sitten toisin on asia tässä."})
    assert field(portfolio, "need").text == "Sitten toisin on asia tässä."
    assert field(portfolio, "need").revision == 2


def test_answer_that_is_not_accepted_fills_nothing(cast):
    portfolio = cast.open("m2e4")
    cast.send_back(cast.submit("m1e1"))
    assert not portfolio.draft_fields.exists()


@pytest.fixture
def edited(cast):
    """A portfolio whose field `need` the team has edited before a second acceptance."""
    cast.pass_exercise("m1e1", texts={"answer": "Ensimmäinen teksti on tässä näin."})
    portfolio = cast.write("m2e4", {"need": "Tiimin oma teksti."})
    cast.pass_exercise("m1e1", texts={"answer": "Toinen teksti on tässä näin."})
    return portfolio


def test_edited_field_is_never_overwritten_but_offered_a_merge(edited):
    assert field(edited, "need").text == "Tiimin oma teksti."
    offer = edited.proposals.get()
    assert (offer.state, offer.text) == (
        ProposalState.OPEN,
        "Toinen teksti on tässä näin.",
    )


def test_newer_offer_takes_the_place_of_the_older_one(cast, edited):
    cast.pass_exercise("m1e1", texts={"answer": "Kolmas teksti on tässä näin."})
    states = list(edited.proposals.order_by("pk").values_list("state", flat=True))
    assert states == [ProposalState.OUTDATED, ProposalState.OPEN]


def test_taken_offer_is_in_the_field_and_the_old_draft_is_kept(cast, edited):
    offer = edited.proposals.get()
    resolve_proposal(proposal=offer, take=True, by=cast.mikko.user)
    assert field(edited, "need").text == "Toinen teksti on tässä näin."
    assert edited.snapshots.get().fields["need"] == "Tiimin oma teksti."


def test_two_texts_can_be_joined_by_hand(cast, edited):
    offer = edited.proposals.get()
    resolve_proposal(proposal=offer, take=True, text="Yhdistetty.", by=cast.aino.user)
    assert field(edited, "need").text == "Yhdistetty."


def test_declined_offer_leaves_the_text_and_is_not_made_again(cast, edited):
    offer = edited.proposals.get()
    resolve_proposal(proposal=offer, take=False, by=cast.aino.user)
    cast.pass_exercise("m2e1")
    assert field(edited, "need").text == "Tiimin oma teksti."
    assert not edited.proposals.filter(state=ProposalState.OPEN).exists()


def test_offer_is_resolved_once(cast, edited):
    offer = edited.proposals.get()
    resolve_proposal(proposal=offer, take=False, by=cast.aino.user)
    with pytest.raises(NotAllowedNow):
        resolve_proposal(proposal=offer, take=True, by=cast.mikko.user)


def test_emptied_field_is_filled_again(cast):
    cast.pass_exercise("m1e1", texts={"answer": "Ensimmäinen teksti on tässä näin."})
    portfolio = cast.write("m2e4", {"need": ""})
    cast.pass_exercise("m1e1", texts={"answer": "Toinen teksti on tässä näin."})
    assert field(portfolio, "need").text == "Toinen teksti on tässä näin."


def test_portfolio_that_a_coach_has_gets_an_offer_and_keeps_its_text(cast):
    cast.pass_exercise("m1e1", texts={"answer": "Ensimmäinen teksti on tässä näin."})
    texts = cast.full_description()
    del texts["need"]
    cast.write("m2e4", texts)
    portfolio = cast.submit("m2e4", texts).submission
    cast.pass_exercise("m1e1", texts={"answer": "Toinen teksti on tässä näin."})
    assert field(portfolio, "need").text == "Ensimmäinen teksti on tässä näin."
    with pytest.raises(NotAllowedNow):
        resolve_proposal(
            proposal=portfolio.proposals.get(), take=True, by=cast.aino.user
        )


def test_new_member_writes_in_the_same_answer(cast, draft):
    newcomer = cast.newcomer(cast.team)
    assert cast.open("m1e1", newcomer) == draft


def test_person_who_changed_teams_keeps_a_single_own_answer(cast, personal):
    own = cast.open("m2e2", cast.laila)
    leave_team(enrolment=cast.laila, at=moment())
    join_team(enrolment=cast.laila, code=cast.team.join_code, at=moment())
    assert cast.open("m2e2", cast.laila) == own
    assert Submission.objects.filter(person=cast.laila).count() == 1
