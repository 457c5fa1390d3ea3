"""The rating form: from a post to ratings and back."""

import pytest

from rubric.exceptions import RatingConflict
from rubric.forms import RatingForm
from rubric.models import RubricVersion
from rubric.services.assessing import rate
from tests.rubric.factories import give, level


def form_for(draft, data=None, **options):
    version = RubricVersion.objects.with_structure().get(pk=draft.version_id)
    return RatingForm(
        data, criteria=version.criteria.all(), assessment=draft, **options
    )


def saved(form, by):
    assert form.is_valid(), form.errors
    return form.save(by=by)


def levels_of(draft):
    return {
        rating.criterion.key: "na" if rating.not_assessable else rating.level.value
        for rating in draft.ratings.all()
    }


def test_levels_are_saved_and_gaps_stay_gaps(draft, coach):
    saved(form_for(draft, {"level-need": "3", "level-ethics": "na"}), coach)
    assert levels_of(draft) == {"need": 3, "ethics": "na"}


def test_a_comment_is_measured_as_it_is_kept(draft, coach):
    """Line ends count once; U+FB2C becomes three characters when it is composed."""
    posted = {"level-need": "3", "comment-need": "a\r\n" * 2500}
    saved(form_for(draft, posted), coach)
    assert not form_for(draft, posted | {"comment-need": "\ufb2c" * 5000}).is_valid()


def test_stored_levels_and_comments_are_shown(draft, coach, criteria):
    need = criteria["need"]
    rate(
        assessment=draft,
        criterion=need,
        level=level(need, 2),
        comments={"strength": "Hyvä"},
        by=coach,
    )
    rate(assessment=draft, criterion=criteria["ethics"], not_assessable=True, by=coach)
    form = form_for(draft, aspects=["strength", "question"])
    rows = {row.criterion.key: row for row in form.rows()}
    assert rows["need"].level.value() == "2"
    assert [comment.value() for comment in rows["need"].comments] == ["Hyvä", None]
    assert rows["ethics"].level.value() == "na"
    assert rows["evidence"].level.value() is None


def test_level_can_be_taken_back(draft, coach):
    give(draft, need=3)
    saved(form_for(draft, {"level-need": ""}), coach)
    assert levels_of(draft) == {}


def test_comments_are_saved_by_aspect(draft, coach):
    data = {
        "level-need": "3",
        "comment-need-strength": "Vahva",
        "comment-need-question": "",
    }
    saved(form_for(draft, data, aspects=["strength", "question"]), coach)
    comments = draft.ratings.get().comments.all()
    assert [(comment.aspect, comment.text) for comment in comments] == [
        ("strength", "Vahva")
    ]


def test_plain_comment_has_no_aspect_in_its_name(draft, coach):
    saved(form_for(draft, {"comment-need": "Ensin teksti"}), coach)
    assert draft.asked.get(criterion__key="need").comments.get().text == "Ensin teksti"
    assert levels_of(draft) == {}


def test_form_that_changes_nothing_writes_nothing(
    draft, coach, django_assert_num_queries
):
    give(draft, need=3)
    form = form_for(draft, {"level-need": "3"})
    assert form.is_valid()
    with django_assert_num_queries(2):  # savepoint and its release
        form.save(by=coach)


@pytest.mark.parametrize("value", ["5", "0", "x", "-1", "3.0"])
def test_level_that_is_not_on_the_scale_is_refused(draft, value):
    form = form_for(draft, {"level-need": value})
    assert form.errors == {"level-need": ["Choose one of the levels shown."]}


def test_not_assessable_is_refused_where_it_is_not_offered(draft):
    form = form_for(draft, {"level-need": "na"}, allow_not_assessable=False)
    assert "level-need" in form.errors


def test_required_form_names_each_criterion_without_a_level(draft):
    form = form_for(draft, {"level-need": "2"}, required=True)
    assert set(form.errors) == {"level-evidence", "level-ethics"}
    assert "Ethics (en)" in form.errors["level-ethics"][0]


def test_overlong_comment_is_told_with_its_length(draft):
    form = form_for(draft, {"comment-need": "x" * 5001})
    assert "5001" in form.errors["comment-need"][0]


def test_forged_fields_are_ignored(draft, coach):
    saved(form_for(draft, {"level-other": "3", "points": "4", "state": "x"}), coach)
    assert levels_of(draft) == {}


def test_prefix_keeps_two_forms_on_a_page_apart(draft, coach):
    form = form_for(draft, {"own-level-need": "2", "level-need": "4"}, prefix="own")
    saved(form, coach)
    assert levels_of(draft) == {"need": 2}


def test_form_without_an_assessment_can_be_saved_into_one(draft, coach):
    version = RubricVersion.objects.with_structure().get(pk=draft.version_id)
    form = RatingForm({"level-need": "2"}, criteria=version.criteria.all())
    assert form.is_valid()
    form.save(by=coach, assessment=draft)
    assert levels_of(draft) == {"need": 2}
    with pytest.raises(ValueError, match="no assessment"):
        form.save(by=coach)


def test_rows_take_the_same_queries_whatever_the_number_of_criteria(
    draft, django_assert_num_queries
):
    form = form_for(draft)
    with django_assert_num_queries(0):
        assert len(list(form.rows())) == 3


def test_a_stale_form_writes_nothing_and_shows_both(draft, coach):
    seen = form_for(draft)["seen"].value()
    saved(form_for(draft, {"level-need": "2", "seen": seen}), coach)
    stale = {"level-need": "4", "comment-need": "Mine", "level-ethics": "na"}
    form = form_for(draft, stale | {"seen": seen})
    with pytest.raises(RatingConflict):
        saved(form, coach)
    assert levels_of(draft) == {"need": 2}
    assert form["comment-need"].value() == "Mine"
    assert "Level 2" in str(form.errors["level-need"])
    saved(form_for(draft, stale | {"seen": form["seen"].value()}), coach)
    assert levels_of(draft) == {"need": 4, "ethics": "na"}
