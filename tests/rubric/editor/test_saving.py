"""What is typed in the editor is what is saved."""

import pytest

pytest.importorskip("wagtail")


from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from tests.rubric.editor.sheet import (
    criterion,
    opened,
    send,
    stored,
)


def test_an_untouched_form_changes_nothing(author, version):
    before = stored(version), version.revision
    response = send(author, version, opened(author, version))
    assert response.status_code == 302
    version.refresh_from_db()
    assert (stored(version), version.revision) == before


def test_what_is_typed_is_saved_and_the_identity_stays(author, version):
    uuids = [c.uuid for c in stored(version).criteria]
    sheet = opened(author, version)
    sheet[criterion(sheet, 0, "level2-sv")] = "Behovet\r\när känt"
    sheet[criterion(sheet, 0, "name-fi")] = "  Uusi   nimi "
    sheet["t-title-en"] = "New title"
    sheet["s-1-label-fi"] = "Alussa"
    sheet["pass_mean"] = "2.75"
    send(author, version, sheet)
    after = stored(version)
    assert after.criteria[0].levels[2]["sv"] == "Behovet\när känt"
    assert after.criteria[0].name["fi"] == "Uusi nimi"
    assert after.texts["title"]["en"] == "New title"
    assert after.scale[0].label["fi"] == "Alussa"
    assert after.rules.pass_mean == 2.75
    assert [c.uuid for c in after.criteria] == uuids


def test_the_audit_log_tells_who_saved_and_nothing_of_an_untouched_form(
    author, version
):
    send(author, version, opened(author, version))
    assert not ModelLogEntry.objects.filter(action="wagtail.edit").exists()
    sheet = opened(author, version)
    sheet["t-title-en"] = "New title"
    send(author, version, sheet)
    entry = ModelLogEntry.objects.get(action="wagtail.edit")
    assert entry.object_id == str(version.pk)


def test_numbers_are_written_in_the_way_of_the_language(author, version):
    UserProfile.objects.update(preferred_language="fi")
    sheet = opened(author, version)
    assert sheet["pass_mean"] == "2,5"
    sheet["pass_mean"] = "2,25"
    send(author, version, sheet)
    assert stored(version).rules.pass_mean == 2.25


def test_a_draft_may_have_gaps_and_they_are_marked_and_counted(author, version):
    sheet = opened(author, version)
    sheet[criterion(sheet, 0, "level2-sv")] = sheet[criterion(sheet, 1, "name-sv")] = ""
    assert send(author, version, sheet).status_code == 302
    page = opened(author, version)
    assert "2 missing" in page.form.find(attrs={"data-count": "sv"}).text
    assert page.form.find(attrs={"data-count": "fi"}).a.has_attr("hidden")
    cell = page.field(criterion(page, 0, "level2-sv")).parent
    assert not cell.find(attrs={"data-missing": True}).has_attr("hidden")


def test_the_texts_of_a_language_that_is_left_out_are_kept(author, version):
    sheet = opened(author, version)
    sheet["languages"] = ["fi", "en"]
    send(author, version, sheet)
    assert stored(version).languages == ("fi", "en")
    page = opened(author, version)
    assert criterion(page, 0, "name-sv") not in page.data
    page[criterion(page, 0, "name-fi")] = "Muu"
    send(author, version, page)
    assert stored(version).criteria[0].name["sv"] == "Need (sv)"


def test_every_text_has_a_label_and_its_language(author, version):
    sheet = opened(author, version)
    for field in sheet.form.find_all(attrs={"data-text": True}):
        label = sheet.form.find("label", attrs={"for": field["id"]})
        assert field["lang"] in {"fi", "sv", "en"}
        assert label.get_text(strip=True)
