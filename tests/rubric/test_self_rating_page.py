"""The public page: anybody rates a text, and nothing of it is kept."""

import json
import re
from uuid import uuid4

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import translation

from rubric.enums import RatedBy
from rubric.services.publishing import publish_version
from tests.rubric.factories import (
    NOON,
    criterion_content,
    make_draft,
    make_version,
    small_content,
    texts,
)

NAMES = ("self_rating", "self_rating_file", "self_rating_pdf")


def address(name="self_rating", language="en"):
    with translation.override(language):
        return reverse(f"valmentamo_rubric:{name}")


def chosen(version, /, level=2, **changes):
    posted = {"version": str(version.uuid), "title": "Neighbours' shop"}
    for criterion in version.criteria.all():
        posted[f"level-{criterion.key}"] = str(level)
        posted[f"comment-{criterion.key}"] = f"note on {criterion.key}"
    return {k: v for k, v in (posted | changes).items() if v is not None}


def words(response):
    return re.sub(r"\s+", " ", response.content.decode())


def rows():
    return {m._meta.label: m._base_manager.count() for m in apps.get_models()}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_page_asks_for_a_level_on_each_criterion(client, version, language):
    response = client.get(address(language=language))
    html = words(response)
    assert response.status_code == 200
    assert f'<html lang="{language}"' in html
    assert html.count('type="radio"') == 12
    for key in ("need", "evidence", "ethics"):
        assert f"{key} 4 ({language})" in html
    assert "Not assessable" not in html


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_result_shows_the_next_level_of_each_criterion(client, version, language):
    response = client.post(address(language=language), chosen(version))
    html = words(response)
    assert response.status_code == 200
    for key in ("need", "evidence", "ethics"):
        assert f"<p>{key} 3 ({language})</p>" in html
    assert "note on need" in html
    assert "<svg" in html
    assert html.count("<table") == 1


def test_at_the_top_it_says_what_keeps_it_there(client, version):
    html = words(client.post(address(), chosen(version, level=4)))
    assert "What lifts this to level" not in html
    assert html.count("This is the highest level. Keep this up:") == 3


@pytest.mark.parametrize(
    ("level", "said"),
    [
        (1, "Below the minimum level 2: Need (en); Evidence (en); Ethics (en) (a gate"),
        (2, "The weighted mean is 2.00, and 2.50 is needed."),
        (3, "With these levels a description would pass."),
    ],
)
def test_it_tells_what_the_rules_would_say(client, version, level, said):
    html = words(client.post(address(), chosen(version, level=level)))
    assert said in html
    assert "This is your own view, not an assessment." in html


def test_the_rules_are_left_out_where_assessors_rate_more(client, db):
    content = small_content()
    other = criterion_content("ethics", 3, 20, rated_by=RatedBy.ASSESSOR)
    version = make_version(criteria=(*content.criteria[:2], other))
    form = words(client.get(address()))
    assert "level-ethics" not in form
    html = words(client.post(address(), chosen(version)))
    assert "What the rules would say" not in html


def test_nothing_is_stored(client, version):
    before = rows()
    client.get(address())
    for name in NAMES[:2]:
        assert client.post(address(name), chosen(version)).status_code == 200
    client.post(address(), chosen(version, change="1"))
    client.post(address(), chosen(version, **{"level-need": "9"}))
    assert rows() == before
    assert set(client.cookies) <= {"csrftoken"}


@pytest.mark.parametrize("name", NAMES)
def test_no_answer_may_be_kept(client, version, name):
    response = client.post(address(name), chosen(version, **{"level-need": ""}))
    assert "no-store" in response.headers["Cache-Control"]
    assert "no-store" in client.get(address()).headers["Cache-Control"]


@pytest.mark.parametrize("name", NAMES)
def test_a_post_from_elsewhere_is_refused(version, name):
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(address(name), chosen(version)).status_code == 403


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("level-need", None),
        ("level-need", ""),
        ("level-need", "5"),
        ("level-need", "na"),
        ("level-need", "2\x00"),
        ("comment-need", "x" * 2001),
        ("title", "x" * 201),
    ],
)
def test_what_is_wrong_is_named_and_the_rest_is_kept(
    client, version, name, field, value
):
    response = client.post(address(name), chosen(version, **{field: value}))
    html = words(response)
    assert response.status_code == 422
    assert 'role="alert"' in html
    assert f'href="#id_{field}' in html
    assert html.count(" checked") == (2 if field == "level-need" else 3)
    assert "note on ethics" in html


def test_hidden_characters_are_left_out(client, version):
    posted = chosen(version, title="Shop\x00\u202e", **{"comment-need": "a\r\n\x00b"})
    data = json.loads(client.post(address("self_rating_file"), posted).content)
    assert data["title"] == "Shop"
    assert data["ratings"][0]["note"] == "a\nb"


def test_text_from_people_is_escaped(client, version):
    posted = chosen(version, title="<b>x", **{"comment-need": '"><script>x</script>'})
    html = client.post(address(), posted).content.decode()
    assert "<b>x" not in html
    assert "<script>x" not in html


def test_ratings_can_be_changed(client, version):
    response = client.post(address(), chosen(version, level=3, change="1"))
    html = words(response)
    assert response.status_code == 200
    assert html.count(" checked") == 3
    assert "note on need" in html
    assert 'role="alert"' not in html


def test_the_result_carries_what_was_chosen(client, version):
    posted = chosen(version)
    html = client.post(address(), posted).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', html))
    wanted = posted | {"title": "Neighbours&#x27; shop"}
    assert wanted.items() <= hidden.items()


def test_a_page_opened_before_a_new_version_goes_on_with_the_old(client, version):
    draft = make_draft(version.rubric, label="2.0", criteria=_reworded())
    publish_version(version=draft, at=NOON)
    assert "need 4 again (en)" in words(client.get(address()))
    html = words(client.post(address(), chosen(version)))
    assert "<p>need 3 (en)</p>" in html


def _reworded():
    first, *others = small_content().criteria
    levels = {value: texts(f"need {value} again") for value in (1, 2, 3, 4)}
    return (criterion_content("need", first.sort_order, 40, levels=levels), *others)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("which", ["unknown", "no uuid", "draft", "of another"])
def test_a_version_that_is_not_to_be_rated_is_not_found(
    client, version, settings, name, which
):
    settings.VALMENTAMO_RUBRIC_PUBLIC = version.rubric.slug
    wrong = {
        "unknown": lambda: uuid4(),
        "no uuid": lambda: "x",
        "draft": lambda: make_draft(version.rubric, label="2").uuid,
        "of another": lambda: make_version().uuid,
    }[which]()
    response = client.post(address(name), chosen(version, version=str(wrong)))
    assert response.status_code == 404


def test_without_a_published_rubric_there_is_no_page(client, db):
    make_draft()
    assert client.get(address()).status_code == 404


def test_among_several_rubrics_the_setting_chooses(client, version, settings):
    make_version()
    assert client.get(address()).status_code == 404
    settings.VALMENTAMO_RUBRIC_PUBLIC = version.rubric.slug
    assert client.get(address()).status_code == 200


def test_the_page_can_be_closed(client, version, settings):
    settings.VALMENTAMO_RUBRIC_PUBLIC = None
    assert client.get(address()).status_code == 404


@pytest.mark.parametrize("name", NAMES[1:])
def test_a_file_is_made_only_from_a_post(client, version, name):
    assert client.get(address(name)).status_code == 405


def test_the_file_is_a_download_that_says_what_it_is(client, version):
    response = client.post(address("self_rating_file"), chosen(version))
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    data = json.loads(response.content)
    assert data["schema"] == "self-rating/1"
    assert data["language"] == "en"
    assert [row["level"] for row in data["ratings"]] == [2, 2, 2]
