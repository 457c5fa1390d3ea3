"""Faults, conflicts and forged forms in the editor: nothing is lost or let in."""

import pytest

pytest.importorskip("wagtail")

from dataclasses import replace
from uuid import uuid4

from rubric.models import Rubric, RubricVersion
from rubric.services.editing import save_draft
from rubric.services.publishing import publish_version, send_to_review
from tests.rubric.editor.sheet import (
    Sheet,
    criterion,
    opened,
    send,
    stored,
    url,
)
from tests.rubric.factories import (
    NOON,
    criterion_content,
    make_draft,
    make_version,
)


def test_faults_stand_at_their_fields_and_nothing_typed_is_lost(author, version):
    before = stored(version)
    sheet = opened(author, version)
    sheet[criterion(sheet, 0, "weight")] = "0"
    sheet[criterion(sheet, 1, "key")] = "need"
    sheet[criterion(sheet, 1, "name-fi")] = "Kirjoitin tämän"
    sheet["label"] = ""
    response = send(author, version, sheet)
    page = Sheet(response)
    assert response.status_code == 422
    assert page[criterion(page, 1, "name-fi")] == "Kirjoitin tämän"
    weight = page.field(criterion(page, 0, "weight"))
    assert weight["aria-invalid"] == "true"
    assert page.form.find(id=weight["aria-describedby"].split()[0])
    links = [a["href"] for a in page.soup.find(id="problems").find_all("a")]
    assert links == ["#id_label", f"#{weight['id']}"]
    sheet[criterion(sheet, 0, "weight")] = "40"
    sheet["label"] = "x" * 21
    page = Sheet(send(author, version, sheet))
    links = [a["href"] for a in page.soup.find(id="problems").find_all("a")]
    assert links == ["#id_label", f"#id_{criterion(page, 1, 'key')}"]
    assert stored(version) == before


def test_a_name_of_another_version_is_a_fault_of_the_name(author, db):
    rubric = make_version().rubric
    draft = make_draft(rubric, label="2.0")
    sheet = opened(author, draft)
    sheet["label"] = "1.0"
    page = Sheet(send(author, draft, sheet))
    assert page.form.find(id="id_label-error")


def change(version, **fields):
    """Somebody else saves the first criterion meanwhile."""
    content = stored(version)
    first = replace(content.criteria[0], **fields)
    new = replace(content, criteria=(first, *content.criteria[1:]))
    version.refresh_from_db()
    save_draft(
        version=version, content=new, revision=version.revision, by=None, at=NOON
    )


def test_a_conflict_shows_both_texts_and_saves_nothing(author, version):
    sheet = opened(author, version)
    name = criterion(sheet, 0, "name-fi")
    sheet[name] = "Minun tekstini"
    change(version, name={"fi": "Toisen teksti"})
    response = send(author, version, sheet)
    page = Sheet(response)
    assert response.status_code == 409
    assert page[name] == "Minun tekstini"
    assert "Toisen teksti" in page.form.find(id=f"id_{name}-theirs").text
    assert stored(version).criteria[0].name == {"fi": "Toisen teksti"}
    assert send(author, version, page).status_code == 302
    assert stored(version).criteria[0].name["fi"] == "Minun tekstini"


def test_a_conflict_takes_along_what_was_added_and_keeps_what_is_gone(author, version):
    sheet = opened(author, version)
    gone = criterion(sheet, 0, "name-fi")
    sheet[gone] = "Minun tekstini"
    content = stored(version)
    extra = criterion_content("extra", 4, 5)
    others = (*content.criteria[1:], extra)
    save_draft(
        version=version, content=replace(content, criteria=others), revision=0, by=None
    )
    page = Sheet(send(author, version, sheet))
    assert len(page.criteria) == 4
    assert page["c-new-1-name-fi"] == "Minun tekstini"
    assert page[f"c-{page.criteria[-1]}-level4-en"] == "extra 4 (en)"
    assert send(author, version, page).status_code == 302
    keys = [c.key for c in stored(version).criteria]
    assert keys == ["need", "evidence", "ethics", "extra"]


@pytest.mark.parametrize("step", [send_to_review, publish_version])
def test_a_version_that_is_no_draft_any_more_keeps_the_typed_text_on_the_page(
    author, version, step
):
    sheet = opened(author, version)
    sheet[criterion(sheet, 0, "name-fi")] = "Minun tekstini"
    step(version=version, at=NOON)
    before = stored(version)
    page = Sheet(send(author, version, sheet))
    again = send(author, version, page)
    assert again.status_code == 422
    assert "no longer a draft" in Sheet(again).text
    assert Sheet(again)[criterion(sheet, 0, "name-fi")] == "Minun tekstini"
    assert stored(version) == before


def test_a_version_that_is_no_draft_is_shown_and_not_edited(author, db):
    version = make_version()
    assert author.get(url(version)).url == url(version, "preview")


def forged(sheet, place):
    sheet["criterion"] = [place, *sheet.criteria[1:]]
    return sheet


@pytest.mark.parametrize(
    "place",
    ["1", "new-", "new-0", "NEW-1", "../1", "", "{pk}", "{stranger}", "{foreign}"],
)
@pytest.mark.parametrize("do", ["save", "add-level"])
def test_a_forged_criterion_is_not_found_and_nothing_changes(
    author, version, place, do
):
    other = make_draft()
    place = place.format(
        pk=version.criteria.first().pk,
        stranger=uuid4(),
        foreign=other.criteria.first().uuid,
    )
    before = stored(version), stored(other)
    response = send(author, version, forged(opened(author, version), place), do)
    assert response.status_code == 404
    assert (stored(version), stored(other)) == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("step", ["1", "2", "3", "9"]),
        ("step", ["1", "1"]),
        ("step", ["x"]),
        ("revision", "x"),
        ("revision", ""),
        ("do", "publish"),
        ("do", "remove:s-77"),
        ("do", "up:x"),
    ],
)
def test_a_form_of_another_shape_is_not_found(author, version, name, value):
    sheet = opened(author, version)
    sheet[name] = value
    assert author.post(url(version), {"do": "save", **sheet.data}).status_code == 404


def test_a_criterion_given_twice_is_not_found(author, version):
    sheet = opened(author, version)
    sheet["criterion"] = [sheet.criteria[0]] * 2
    assert send(author, version, sheet).status_code == 404


def test_fields_that_the_form_does_not_have_are_not_read(author, version):
    names = {
        field.name
        for model in (RubricVersion, *RubricVersion.__subclasses__(), Rubric)
        for field in model._meta.concrete_fields
    }
    before = RubricVersion.objects.values().get(pk=version.pk)
    sheet = opened(author, version)
    extra = {name: "7" for name in names if name not in {"revision", *sheet.data}}
    extra |= {
        f"c-{sheet.criteria[0]}-{name}": "7" for name in ("pk", "id", "version_id")
    }
    author.post(
        url(version), {**extra, **sheet.data, "state": "published", "do": "save"}
    )
    assert RubricVersion.objects.values().get(pk=version.pk) == before
