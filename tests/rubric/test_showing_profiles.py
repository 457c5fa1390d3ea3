"""Components: the profile of several assessments, the next level, reading a rubric."""

import pytest
from django.utils import translation

from rubric.models import Assessment, RubricVersion
from rubric.presenting import Column, column_of, next_rung, profile_of
from tests.rubric.factories import make_assessment, make_version
from tests.rubric.test_components import Outline, render


@pytest.fixture
def whole(version):
    return RubricVersion.objects.with_structure().get(pk=version.pk)


@pytest.fixture
def three(whole):
    columns = [
        Column("Self", {"need": 2, "evidence": 4}),
        Column("Peer <b>", {"need": 2, "evidence": None, "ethics": 3}),
        Column("Coach", {"need": 3, "evidence": 3, "ethics": 3}),
    ]
    return profile_of(version=whole, criteria=whole.criteria.all(), columns=columns)


def shown(profile, **options):
    words = " ".join(f'{key}="{value}"' for key, value in options.items())
    return render("{% profile p " + words + " %}", p=profile)


def test_each_assessment_has_a_shape_a_dash_and_a_name_of_its_own(three):
    outline = Outline(shown(three))
    trails = [a["class"] for a in outline.all("path") if "p-trail" in a["class"]]
    marks = {a["class"] for a in outline.all("path") if "p-mark" in a["class"]}
    assert len(marks) == 3
    assert len(set(trails)) == 3
    shapes = {a["d"] for a in outline.all("path") if "p-mark" in a["class"]}
    assert len(shapes) == 3


def test_the_drawing_has_a_name_and_a_table_beside_it(three):
    html = shown(three, id="x", title="Our text")
    outline = Outline(html)
    (drawing,) = outline.all("svg", role="img")
    assert drawing["aria-labelledby"] == "x-t x-d"
    assert '<title id="x-t">Our text</title>' in html
    assert len(outline.all("tr")) == 4
    assert len(outline.all("th", scope="col")) == 4
    assert "3 Level 3 (en)" in html


def test_the_table_tells_not_assessable_from_not_rated(three):
    html = shown(three)
    assert html.count("not_assessable_label (en)") == 1
    assert html.count('<span class="vh">not rated</span>') == 1


def test_nothing_of_it_needs_a_style_or_a_script(three):
    html = shown(three)
    assert "style" not in html
    assert "script" not in html
    assert "Peer &lt;b&gt;" in html


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_numbers_of_the_drawing_are_the_same_in_every_language(db, language):
    from rubric.models import Criterion

    version = make_version()
    whole = RubricVersion.objects.with_structure().get(pk=version.pk)
    many = list(Criterion.objects.filter(version=version)) * 8
    profile = profile_of(
        version=whole, criteria=many, columns=[Column("x", {"need": 4})]
    )
    with translation.override(language):
        html = shown(profile)
    assert 'viewBox="0 0 880 1750"' in html


def test_a_single_assessment_needs_no_key(whole):
    profile = profile_of(
        version=whole, criteria=whole.criteria.all(), columns=[Column("x", {})]
    )
    assert "figcaption" not in shown(profile)


def test_a_column_is_made_of_an_assessment(version, django_assert_num_queries):
    made = make_assessment(version, kind="peer", need=2, evidence=None)
    assessment = Assessment.objects.with_ratings().get(pk=made.pk)
    with django_assert_num_queries(0):
        column = column_of(assessment)
    assert column == Column("Peer assessment", {"need": 2, "evidence": None})


@pytest.mark.parametrize(("level", "above"), [(None, 1), (1, 2), (3, 4), (4, None)])
def test_the_next_level_is_the_one_above(whole, level, above):
    rung = next_rung(whole.criteria.all()[0], level)
    assert (rung.value if rung else None) == above


@pytest.mark.parametrize(
    ("level", "said"),
    [
        (None, "What lifts this to level 1 Level 1 (en)"),
        (2, "What lifts this to level 3 Level 3 (en)"),
        (4, "This is the highest level. Keep this up:"),
    ],
)
def test_it_says_what_lifts_this_to_the_next_level(whole, level, said):
    html = render("{% next_level c level %}", c=whole.criteria.all()[0], level=level)
    assert said in html
    assert f"need {min((level or 0) + 1, 4)} (en)" in html


def test_reading_shows_every_criterion_with_its_levels(whole):
    html = render("{% reading criteria heading=3 %}", criteria=whole.criteria.all())
    outline = Outline(html)
    assert len(outline.all("h3")) == 3
    assert len(outline.all("li")) == 12
