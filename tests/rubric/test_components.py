"""What the template tags write."""

from fractions import Fraction
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from django.utils import translation

from rubric.forms import RatingForm
from rubric.models import RubricVersion
from rubric.presenting import mark_name
from tests.rubric.factories import make_version, small_content, texts


class Outline(HTMLParser):
    """Collects start tags with their attributes, and checks that all are closed."""

    VOID = ("input", "use", "br", "path")

    def __init__(self, html):
        super().__init__()
        self.tags, self.open = [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def all(self, tag, **wanted):
        return [
            attrs
            for name, attrs in self.tags
            if name == tag and wanted.items() <= attrs.items()
        ]


@pytest.fixture
def whole(version):
    return RubricVersion.objects.with_structure().get(pk=version.pk)


@pytest.fixture
def need(whole):
    return whole.criteria.all()[0]


def render(source, **context):
    template = Template("{% load valmentamo_rubric %}" + source)
    return template.render(Context(context))


def test_rungs_are_an_ordered_list_with_the_levels_in_words(need):
    html = render("{% rungs c %}", c=need)
    outline = Outline(html)
    assert outline.all("ol") == [{"class": "rungs"}]
    assert len(outline.all("li")) == 4
    assert "2 Level 2 (en)" in html
    assert "need 2 (en)" in html


def test_reached_and_next_level_are_marked_in_words(need):
    html = render("{% rungs c now=2 %}", c=need)
    outline = Outline(html)
    assert [a.get("class") for a in outline.all("li")] == [None, "now", "next", None]
    assert [a["href"] for a in outline.all("use")] == ["#lv1", "#lv2", "#lv2n", "#lv4"]
    assert "Previous round" in html
    assert "Next level" in html


def test_words_for_the_reached_level_can_be_chosen(need):
    assert "Own view" in render('{% rungs c now=2 now_text="Own view" %}', c=need)


def test_highest_level_has_no_next(need):
    assert "Next level" not in render("{% rungs c now=4 %}", c=need)


def test_next_level_can_be_given_without_a_reached_one(need):
    outline = Outline(render("{% rungs c next=1 %}", c=need))
    assert outline.all("use")[0]["href"] == "#lv0n"


@pytest.mark.parametrize(
    ("value", "top", "is_next", "name"),
    [
        (0, 4, False, "lv0"),
        (3, 4, False, "lv3"),
        (3, 4, True, "lv2n"),
        (5, 5, False, "lv4"),
        (1, 5, False, "lv1"),
        (2, 2, False, "lv4"),
        (1, 3, True, "lv1n"),
    ],
)
def test_mark_is_drawn_on_four_layers_whatever_the_scale(value, top, is_next, name):
    assert mark_name(value, top, is_next=is_next) == name


def test_level_mark_is_hidden_from_screen_readers():
    [svg] = Outline(render("{% level_mark 3 %}")).all("svg")
    assert (svg["aria-hidden"], svg["focusable"]) == ("true", "false")


def test_level_name_says_the_digit_and_the_word(need):
    assert render("{% level_name c 2 %}", c=need) == "2 Level 2 (en)"
    assert render("{% level_name c None %}", c=need) == "not_assessable_label (en)"


def test_choices_are_radio_buttons_in_a_named_fieldset(need):
    html = render("{% level_choices c value='2' %}", c=need)
    outline = Outline(html)
    radios = outline.all("input", type="radio", name="level-need")
    assert [r["value"] for r in radios] == ["1", "2", "3", "4", "na"]
    assert [r["value"] for r in radios if "checked" in r] == ["2"]
    assert outline.all("fieldset", id="id_level-need")
    assert "Need (en)" in html


@pytest.mark.parametrize(("value", "checked"), [(3, "3"), ("na", "na"), (None, None)])
def test_current_value_is_chosen(need, value, checked):
    outline = Outline(render("{% level_choices c value=v %}", c=need, v=value))
    chosen = [r["value"] for r in outline.all("input") if "checked" in r]
    assert chosen == ([checked] if checked else [])


def test_not_assessable_and_taking_back_are_offered_when_asked(need):
    source = "{% level_choices c not_assessable=False clearable=True %}"
    radios = Outline(render(source, c=need)).all("input")
    assert [r["value"] for r in radios] == ["1", "2", "3", "4", ""]


def test_error_and_hint_are_tied_to_the_fieldset(need):
    html = render("{% level_choices c error='Choose.' hint='Look.' %}", c=need)
    [fieldset] = Outline(html).all("fieldset")
    assert fieldset["aria-describedby"] == "id_level-need-hint id_level-need-error"
    assert "field-error" in fieldset["class"]
    assert "Error: Choose." in html


def test_disabled_choices_can_not_be_used(need):
    [fieldset] = Outline(render("{% level_choices c disabled=True %}", c=need)).all(
        "fieldset"
    )
    assert "disabled" in fieldset


def test_panel_has_a_heading_the_question_and_the_weight(whole):
    ethics = whole.criteria.all()[2]
    html = render("{% criterion_panel c focus='Only risks' heading=4 %}", c=ethics)
    outline = Outline(html)
    [section] = outline.all("section")
    assert outline.all("h4", id=section["aria-labelledby"])
    assert "ethics? (en)" in html
    assert "Weight 20/100." in html
    assert "Gate criterion" in html
    assert "Only risks" in html


def test_peek_folds_the_rungs_up(need):
    html = render("{% criterion_peek c now=1 %}", c=need)
    assert Outline(html).all("details", **{"class": "peek"})
    assert "Show the levels: Need (en)" in html


def test_row_of_the_form_keeps_what_was_typed_and_names_the_error(whole):
    form = RatingForm(
        {"level-need": "9", "comment-need": "<b>Kesken"},
        criteria=whole.criteria.all()[:1],
    )
    [row] = form.rows()
    html = render("{% rating_row row %}", row=row)
    outline = Outline(html)
    assert "Error: Choose one of the levels shown." in html
    assert "&lt;b&gt;Kesken" in html
    [area] = outline.all("textarea")
    assert outline.all("label", **{"for": area["id"]})


def test_texts_of_a_rubric_are_escaped(db):
    evil = small_content().texts | {
        "not_assessable_label": texts("<script>alert(1)</script>")
    }
    criterion = make_version(texts=evil).criteria.first()
    assert "<script>" not in render("{% level_choices c %}", c=criterion)


def test_text_in_another_language_than_the_page_carries_its_language(db):
    need = make_version(languages=("fi",)).criteria.first()
    need.name.data = {"fi": "Tarve"}
    with translation.override("sv"):
        assert render("{{ c.name|lang_attr }}", c=need) == ' lang="fi"'
    with translation.override("fi"):
        assert render("{{ c.name|lang_attr }}", c=need) == ""


@pytest.mark.parametrize(
    ("language", "text"), [("fi", "2,49"), ("sv", "2,49"), ("en", "2.49")]
)
def test_mean_is_written_in_the_way_of_the_language(language, text):
    with translation.override(language):
        assert render("{{ m|mean }}", m=Fraction(24999, 10000)) == text


def test_no_mean_is_no_text():
    assert render("{{ m|mean }}", m=None) == ""


def test_marks_of_the_sprite_are_the_ones_that_are_drawn():
    outline = Outline(render("{% include 'valmentamo_rubric/marks.html' %}"))
    names = {mark_name(v) for v in range(5)} | {
        mark_name(v, is_next=True) for v in range(1, 5)
    }
    assert {s["id"] for s in outline.all("symbol")} == names


def test_components_ask_the_database_nothing_more(whole, django_assert_num_queries):
    with django_assert_num_queries(0):
        for criterion in whole.criteria.all():
            render("{% criterion_panel c %}{% level_choices c %}", c=criterion)
