"""Order, adding and removing in the editor, without a script."""

import pytest

pytest.importorskip("wagtail")


from tests.rubric.editor.sheet import Sheet, criterion, opened, send, stored


def test_buttons_change_the_order_without_saving(author, version):
    sheet = opened(author, version)
    sheet[criterion(sheet, 0, "name-fi")] = "Kesken"
    first, second, third = sheet.criteria
    page = Sheet(send(author, version, sheet, do=f"down:{first}"))
    assert page.criteria == [second, first, third]
    assert page[f"c-{first}-name-fi"] == "Kesken"
    assert page.form.find(id=f"down-{first}").has_attr("autofocus")
    assert stored(version).criteria[0].key == "need"
    send(author, version, page)
    assert [c.key for c in stored(version).criteria] == ["evidence", "need", "ethics"]


@pytest.mark.parametrize(("verb", "place"), [("up", 0), ("down", 2)])
def test_the_ends_of_the_order_stay(author, version, verb, place):
    sheet = opened(author, version)
    page = Sheet(send(author, version, sheet, do=f"{verb}:{sheet.criteria[place]}"))
    assert page.criteria == sheet.criteria


def test_a_new_criterion_is_saved_with_a_key_made_of_its_name(author, version):
    sheet = opened(author, version)
    sheet[criterion(sheet, 0, "weight")] = "30"
    page = Sheet(send(author, version, sheet, do="add-criterion"))
    assert page.criteria[-1] == "new-1"
    assert page["c-new-1-weight"] == "10"
    page["c-new-1-name-fi"] = "Leviäminen ja käyttö"
    page["c-new-1-level3-fi"] = "Leviää"
    assert send(author, version, page).status_code == 302
    new = stored(version).criteria[-1]
    assert (new.key, new.weight) == ("leviaminen-ja-kaytto", 10)
    assert new.levels[3] == {"fi": "Leviää"}
    assert sorted(new.levels) == [1, 2, 3, 4]


def test_a_removal_can_be_undone_before_saving(author, version):
    sheet = opened(author, version)
    name = f"c-{sheet.criteria[1]}"
    page = Sheet(send(author, version, sheet, do=f"remove:{name}"))
    assert page.data["removed"] == [name]
    assert "Will be removed when you save" in page.text
    undone = Sheet(send(author, version, page, do=f"keep:{name}"))
    assert "removed" not in undone.data
    send(author, version, page)
    assert [c.key for c in stored(version).criteria] == ["need", "ethics"]


def test_what_is_removed_need_not_be_right(author, version):
    sheet = opened(author, version)
    sheet[criterion(sheet, 1, "weight")] = "heavy"
    sheet["removed"] = f"c-{sheet.criteria[1]}"
    assert send(author, version, sheet).status_code == 302


def test_a_level_comes_and_goes_for_every_criterion(author, version):
    page = Sheet(send(author, version, opened(author, version), do="add-level"))
    page["s-5-label-en"] = "Beyond"
    page[criterion(page, 0, "level5-en")] = "More than that"
    send(author, version, page)
    after = stored(version)
    assert (after.scale[4].key, len(after.scale)) == ("beyond", 5)
    assert after.criteria[0].levels[5] == {"en": "More than that"}
    page = Sheet(send(author, version, opened(author, version), do="remove:s-5"))
    kept = Sheet(send(author, version, page, do="keep:s-5"))
    assert kept[criterion(kept, 0, "level5-en")] == "More than that"
    send(author, version, page)
    assert [len(c.levels) for c in stored(version).criteria] == [4, 4, 4]


def test_points_are_asked_only_where_a_rule_uses_them(author, version):
    sheet = opened(author, version)
    assert "points_to_pass" not in sheet.data
    page = Sheet(send(author, version, sheet, do="points:on"))
    page["points_to_pass"] = "12.5"
    page[criterion(page, 0, "points4")] = "7.25"
    send(author, version, page)
    after = stored(version)
    assert after.rules.points_to_pass == 12.5
    assert after.criteria[0].points == {4: 7.25}
    send(
        author,
        version,
        Sheet(send(author, version, opened(author, version), "points:off")),
    )
    assert stored(version).criteria[0].points == {}
