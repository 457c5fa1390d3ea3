"""Start, rate, submit, correct."""

import pytest

from rubric.enums import AssessmentState
from rubric.exceptions import (
    AssessmentClosed,
    AssessmentNotSubmitted,
    CriterionNotAsked,
    ForeignCriterion,
    ForeignLevel,
    MissingRatings,
    NotTheAssessor,
    VersionNotPublished,
)
from rubric.models import Assessment
from rubric.services.assessing import (
    discard_assessment,
    rate,
    start_assessment,
    submit_assessment,
)
from rubric.services.correcting import start_correction
from rubric.services.publishing import archive_version
from rubric.signals import assessment_submitted
from tests.rubric.factories import (
    NOON,
    give,
    level,
    make_assessment,
    make_draft,
    make_version,
)


def begin(version, assessor, criteria=None, kind="coach"):
    return start_assessment(
        version=version,
        criteria=version.criteria.all() if criteria is None else criteria,
        kind=kind,
        assessor=assessor,
    )


def test_assessment_asks_the_criteria_it_was_given(version, coach, criteria):
    assessment = begin(version, coach, [criteria["ethics"], criteria["need"]])
    assert [c.key for c in assessment.criteria.order_by("sort_order")] == [
        "need",
        "ethics",
    ]
    assert assessment.is_draft


def test_draft_version_can_not_be_rated_with(coach, db):
    with pytest.raises(VersionNotPublished):
        begin(make_draft(), coach)


def test_archived_version_still_serves_work_begun_with_it(version, coach):
    archive_version(version=version)
    assert begin(version, coach).is_draft


def test_criterion_of_another_version_is_refused(version, coach):
    with pytest.raises(ForeignCriterion):
        begin(version, coach, make_version().criteria.all())


def test_at_least_one_criterion_must_be_asked(version, coach):
    with pytest.raises(CriterionNotAsked):
        begin(version, coach, [])


def test_level_is_kept_and_can_be_changed(draft, coach, criteria):
    need = criteria["need"]
    for value in (2, 3):
        rating = rate(
            assessment=draft, criterion=need, level=level(need, value), by=coach
        )
    assert rating.level.value == 3
    assert draft.ratings.count() == 1


def test_not_assessable_has_no_level(draft, coach, criteria):
    need = criteria["need"]
    rate(assessment=draft, criterion=need, level=level(need, 2), by=coach)
    rating = rate(assessment=draft, criterion=need, not_assessable=True, by=coach)
    assert (rating.level, rating.not_assessable) == (None, True)


def test_cleared_rating_leaves_no_row(draft, coach, criteria):
    give(draft, need=2)
    assert rate(assessment=draft, criterion=criteria["need"], by=coach) is None
    assert not draft.ratings.exists()


def test_comments_are_kept_by_aspect_with_their_language(draft, coach, criteria):
    need = criteria["need"]
    rating = rate(
        assessment=draft,
        criterion=need,
        level=level(need, 3),
        comments={"strength": "Bra källor", "question": "Vem?"},
        language="sv",
        by=coach,
    )
    assert {c.aspect: (c.text, c.language) for c in rating.comments.all()} == {
        "strength": ("Bra källor", "sv"),
        "question": ("Vem?", "sv"),
    }


def test_empty_comment_is_removed_and_others_stay(draft, coach, criteria):
    need = criteria["need"]
    both = {"": "Hyvä", "suggestion": "Lisää lähde"}
    rate(assessment=draft, criterion=need, not_assessable=True, comments=both, by=coach)
    rating = rate(
        assessment=draft,
        criterion=need,
        not_assessable=True,
        comments={"": "  "},
        by=coach,
    )
    assert [c.text for c in rating.comments.all()] == ["Lisää lähde"]


def test_comment_written_before_the_level_is_not_lost(draft, coach, criteria):
    need = criteria["need"]
    rate(assessment=draft, criterion=need, comments={"": "Ensin teksti"}, by=coach)
    rating = rate(assessment=draft, criterion=need, level=level(need, 2), by=coach)
    assert [c.text for c in rating.comments.all()] == ["Ensin teksti"]


def test_comment_stays_when_the_rating_is_cleared(draft, coach, criteria):
    need = criteria["need"]
    rate(
        assessment=draft,
        criterion=need,
        level=level(need, 2),
        comments={"": "Jää"},
        by=coach,
    )
    rate(assessment=draft, criterion=need, by=coach)
    assert draft.asked.get(criterion=need).comments.get().text == "Jää"


def test_hidden_characters_are_taken_out_of_comments(draft, coach, criteria):
    rating = rate(
        assessment=draft,
        criterion=criteria["need"],
        not_assessable=True,
        comments={"": "a\x00b\u202ec\r\nd"},
        by=coach,
    )
    assert rating.comments.get().text == "abc\nd"


def test_level_of_another_criterion_is_refused(draft, coach, criteria):
    with pytest.raises(ForeignLevel):
        rate(
            assessment=draft,
            criterion=criteria["need"],
            level=level(criteria["ethics"], 2),
            by=coach,
        )


def test_criterion_that_was_not_asked_is_refused(version, coach, criteria):
    assessment = begin(version, coach, [criteria["need"]])
    with pytest.raises(CriterionNotAsked):
        rate(
            assessment=assessment,
            criterion=criteria["ethics"],
            not_assessable=True,
            by=coach,
        )


def test_only_the_assessor_rates(draft, other, criteria):
    with pytest.raises(NotTheAssessor):
        rate(
            assessment=draft, criterion=criteria["need"], not_assessable=True, by=other
        )


def test_submitting_copies_the_levels_as_points(draft, coach):
    give(draft, need=3, evidence=None, ethics=2)
    submit_assessment(assessment=draft, by=coach, at=NOON)
    assert draft.state == AssessmentState.SUBMITTED
    assert draft.submitted_at == NOON
    assert [(r.criterion.key, r.points) for r in draft.ratings.all()] == [
        ("need", 3),
        ("evidence", None),
        ("ethics", 2),
    ]


def test_submitting_names_the_criteria_that_are_not_rated(draft, coach):
    give(draft, need=3)
    with pytest.raises(MissingRatings) as refusal:
        submit_assessment(assessment=draft, by=coach)
    assert [c.key for c in refusal.value.criteria] == ["evidence", "ethics"]
    draft.refresh_from_db()
    assert draft.is_draft


def test_gaps_are_allowed_where_the_caller_allows_them(draft, coach):
    give(draft, need=3)
    assert submit_assessment(assessment=draft, by=coach, require_all=False).counts


def test_only_the_assessor_submits(draft, other):
    with pytest.raises(NotTheAssessor):
        submit_assessment(assessment=draft, by=other, require_all=False)


CLOSED_TO = {
    "rate": lambda row, need, by: rate(assessment=row, criterion=need, by=by),
    "submit": lambda row, need, by: submit_assessment(assessment=row, by=by),
    "discard": lambda row, need, by: discard_assessment(assessment=row, by=by),
}


@pytest.mark.parametrize("verb", CLOSED_TO)
def test_submitted_assessment_is_closed(version, coach, criteria, verb):
    """Also to a page that still holds it as a draft."""
    assessment = make_assessment(version, assessor=coach, need=2, evidence=2, ethics=2)
    stale = Assessment.objects.get(pk=assessment.pk)
    stale.state = AssessmentState.DRAFT
    with pytest.raises(AssessmentClosed):
        CLOSED_TO[verb](stale, criteria["need"], coach)


def test_submission_is_announced_after_commit(
    draft, coach, django_capture_on_commit_callbacks
):
    heard = []

    def listen(sender, assessment, **kwargs):
        heard.append(assessment.pk)

    assessment_submitted.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        submit_assessment(assessment=draft, by=coach, require_all=False)
    assessment_submitted.disconnect(listen)
    assert heard == [draft.pk]


def test_correction_supersedes_when_it_is_submitted(version, coach, criteria):
    first = make_assessment(version, assessor=coach, need=2, evidence=2, ethics=2)
    correction = start_correction(assessment=first, by=coach)
    give(correction, need=3)
    first.refresh_from_db()
    assert first.counts
    submit_assessment(assessment=correction, by=coach)
    first.refresh_from_db()
    assert first.state == AssessmentState.SUPERSEDED
    assert correction.ratings.get(criterion=criteria["need"]).points == 3
    assert first.ratings.get(criterion=criteria["need"]).points == 2


def test_correction_begins_with_the_earlier_levels_and_comments(draft, coach, criteria):
    rate(
        assessment=draft,
        criterion=criteria["need"],
        level=level(criteria["need"], 2),
        comments={"": "Perustelu"},
        language="fi",
        by=coach,
    )
    submit_assessment(assessment=draft, by=coach, require_all=False)
    correction = start_correction(assessment=draft, by=coach)
    rating = correction.ratings.get()
    assert rating.level.value == 2
    assert rating.points is None
    assert [(c.text, c.language) for c in rating.comments.all()] == [
        ("Perustelu", "fi")
    ]


def test_nobody_corrects_another_persons_assessment(version, coach, other):
    assessment = make_assessment(version, assessor=coach, need=2)
    with pytest.raises(NotTheAssessor):
        start_correction(assessment=assessment, by=other)


def test_one_correction_at_a_time(version, coach):
    assessment = make_assessment(version, assessor=coach, need=2)
    start_correction(assessment=assessment, by=coach)
    with pytest.raises(AssessmentNotSubmitted):
        start_correction(assessment=assessment, by=coach)


def test_draft_can_be_discarded_with_all_that_is_in_it(draft, coach, criteria):
    rate(
        assessment=draft,
        criterion=criteria["need"],
        not_assessable=True,
        comments={"": "x"},
        by=coach,
    )
    discard_assessment(assessment=draft, by=coach)
    assert not Assessment.objects.exists()


def test_own_assessments_only_are_visible(version, coach, other):
    own = make_assessment(version, assessor=coach, need=2)
    make_assessment(version, assessor=other, need=2)
    assert list(Assessment.objects.visible_to(coach)) == [own]
