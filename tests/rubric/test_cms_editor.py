"""The editor of a draft: what it shows, keeps, saves and refuses."""

import pytest

pytest.importorskip("wagtail")

from dataclasses import replace
from uuid import uuid4

from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from rubric.models import Rubric, RubricVersion
from rubric.services.drafting import content_of
from rubric.services.editing import save_draft
from rubric.services.publishing import publish_version, send_to_review
from tests.rubric.cms_forms import Sheet
from tests.rubric.factories import (
    NOON,
    PersonFactory,
    criterion_content,
    make_draft,
    make_version,
    small_content,
    texts,
)

RIGHTS = {
    "nobody": [],
    "reader": ["view_rubricversion"],
    "author": ["view_rubricversion", "change_rubricversion", "add_rubricversion"],
    "approver": ["publish_rubricversion"],
}


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.CMS_REQUIRES_MFA = False


@pytest.fixture
def enter(client):
    def go(role):
        user = PersonFactory()
        names = ["access_admin", *RIGHTS[role]]
        user.user_permissions.set(Permission.objects.filter(codename__in=names))
        UserProfile.objects.create(user=user, preferred_language="en")
        client.force_login(user)
        return client

    return go


@pytest.fixture
def author(enter):
    return enter("author")


@pytest.fixture
def version(db):
    return make_draft()


def url(version, name="edit"):
    return reverse(f"valmentamo_rubric_{name}", args=[version.uuid])


def opened(client, version):
    return Sheet(client.get(url(version)))


def send(client, version, sheet, do="save"):
    return client.post(url(version), {**sheet.data, "do": do})


def stored(version):
    return content_of(RubricVersion.objects.with_structure().get(pk=version.pk))


def criterion(sheet, place, name):
    return f"c-{sheet.criteria[place]}-{name}"


# ---- saving ----
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


# ---- order, adding, removing, without a script ----
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


# ---- faults and conflicts ----
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


# ---- what is forged ----
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


# ---- who may ----
@pytest.mark.parametrize("role", RIGHTS)
@pytest.mark.parametrize("name", ["edit", "start", "copy", "preview"])
def test_only_those_who_may_come_in(enter, version, role, name):
    allowed = {
        "edit": {"author"},
        "start": {"author"},
        "copy": {"author"},
        "preview": {"reader", "author", "approver"},
    }
    response = enter(role).get(url(version, name))
    assert response.status_code == (200 if role in allowed[name] else 302)


@pytest.mark.parametrize("role", ["nobody", "reader", "approver"])
def test_who_may_not_edit_changes_nothing_by_a_post(enter, version, role):
    before = stored(version)
    response = enter(role).post(url(version), {"revision": "0", "do": "save"})
    assert response.status_code == 302
    assert stored(version) == before


def test_nobody_outside_the_cms_comes_in(client, version):
    assert client.get(url(version)).status_code == 302


# ---- sizes ----
def big(criteria, levels):
    values = range(1, levels + 1)
    step = small_content().scale[0]
    return make_draft(
        scale=tuple(replace(step, value=v, key=f"l{v}") for v in values),
        criteria=tuple(
            criterion_content(
                f"k{n}", n, 5, levels={v: texts(f"{n} {v}") for v in values}
            )
            for n in range(1, criteria + 1)
        ),
    )


def test_a_rubric_of_twelve_by_five_opens_and_saves_with_few_queries(author, db):
    version = big(12, 5)
    author.get(url(version))
    with CaptureQueriesContext(connection) as opening:
        sheet = opened(author, version)
    for name in list(sheet.data):
        if "-level" in name or "-name-" in name:
            sheet[name] = "Changed"
    with CaptureQueriesContext(connection) as saving:
        assert send(author, version, sheet).status_code == 302
    assert stored(version).criteria[11].levels[5]["sv"] == "Changed"
    assert len(opening) <= 40
    assert len(saving) <= 2 * (12 + 60) + 20
    assert len(saving) <= 60


def test_queries_do_not_grow_with_the_rubric(author, db):
    counts = []
    for size in (2, 20):
        version = big(size, 4)
        author.get(url(version))
        with CaptureQueriesContext(connection) as queries:
            author.get(url(version))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_twenty_by_six_in_three_languages_fits_the_default_limit(author, db, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
    version = big(20, 6)
    page = Sheet(send(author, version, opened(author, version), do="points:on"))
    page[criterion(page, 19, "name-sv")] = "Sista"
    posted = sum(map(len, page.data.values())) + 2
    assert posted <= 1000
    assert send(author, version, page).status_code == 302
    assert stored(version).criteria[19].name["sv"] == "Sista"


def test_a_rubric_that_would_not_fit_says_what_to_set(author, db, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
    page = opened(author, big(12, 5))
    assert "DATA_UPLOAD_MAX_NUMBER_FIELDS" in page.soup.text


def test_the_list_takes_as_many_queries_for_many_versions_as_for_few(author, db):
    def count():
        with CaptureQueriesContext(connection) as queries:
            page = author.get(reverse("valmentamo_rubric_index"))
        assert page.status_code == 200
        return len(queries)

    make_draft(), make_version()
    count()
    few = count()
    for _ in range(9):
        make_draft(), make_version()
    assert count() == few
