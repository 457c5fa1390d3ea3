"""The list of rubrics, where drafts begin, and how they are previewed."""

import pytest

pytest.importorskip("wagtail")

from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.users.models import UserProfile

from rubric.cms.buttons import doors_for
from rubric.enums import RatedBy
from rubric.models import Rubric, RubricVersion
from rubric.services.drafting import content_of
from rubric.services.publishing import archive_version, send_to_review
from tests.rubric.factories import (
    NOON,
    PersonFactory,
    criterion_content,
    make_draft,
    make_version,
)


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.CMS_REQUIRES_MFA = False


def person(*rights):
    user = PersonFactory()
    rows = Permission.objects.filter(codename__in=["access_admin", *rights])
    user.user_permissions.set(rows)
    UserProfile.objects.create(user=user, preferred_language="en")
    return user


AUTHOR = ("view_rubricversion", "change_rubricversion", "add_rubricversion")
APPROVER = (*AUTHOR, "publish_rubricversion")


@pytest.fixture
def author(client, db):
    client.force_login(person(*AUTHOR))
    return client


def url(name, *args):
    return reverse(f"valmentamo_rubric_{name}", args=args)


def shown(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser")


def content(version):
    return content_of(RubricVersion.objects.with_structure().get(pk=version.pk))


# ---- the list ----
def test_the_list_tells_state_gaps_and_the_last_change(author):
    make_version()
    make_draft(texts={"title": {"fi": "Vain suomeksi"}})
    rows = [row.get_text(" ", strip=True) for row in shown(author, url("index"))("tr")]
    draft = next(row for row in rows if "Draft" in row)
    published = next(row for row in rows if "Published" in row)
    assert "Swedish (8 missing)" in draft
    assert "Finnish, Swedish, English" in published


def test_the_list_counts_in_words_that_languages_can_bend(author):
    make_version()
    assert "1 version" in shown(author, url("index")).get_text(" ", strip=True)


def test_the_menu_shows_rubrics_only_to_those_who_may_see_them(client, db):
    client.force_login(person())
    assert url("index") not in client.get("/admin/").content.decode()
    client.force_login(person("view_rubricversion"))
    assert url("index") in client.get("/admin/").content.decode()


def test_the_list_is_closed_to_others(client, db):
    client.force_login(person())
    assert client.get(url("index")).status_code == 302


DOORS = [
    ("draft", AUTHOR, {"edit", "preview", "send", "copy", "history", "export"}),
    ("in_review", AUTHOR, {"preview", "copy", "history", "export"}),
    (
        "published",
        AUTHOR,
        {"preview", "start", "copy", "history", "agreement", "export"},
    ),
    ("archived", ("view_rubricversion",), {"preview", "history", "export"}),
    ("published", ("view_rubricversion",), {"preview", "history", "export"}),
]


@pytest.mark.parametrize(("state", "rights", "expected"), DOORS)
def test_each_state_offers_what_can_be_done_next(db, state, rights, expected):
    version = make_draft() if state in ("draft", "in_review") else make_version()
    if state == "in_review":
        send_to_review(version=version, at=NOON)
    if state == "archived":
        archive_version(version=version, at=NOON)
    names = {door.url_name for door, _url in doors_for(person(*rights), version)}
    found = {name.removeprefix("valmentamo_rubric_") for name in names}
    ours = set().union(*(names for _state, _rights, names in DOORS))
    assert found & ours == expected


# ---- where drafts begin ----
def test_a_new_version_starts_from_the_newest_and_opens_in_the_editor(author):
    version = make_version()
    response = author.post(url("start", version.uuid), {"label": "1.1"})
    draft = version.rubric.versions.get(label="1.1")
    assert response.url == url("edit", draft.uuid)
    assert [c.uuid for c in content(draft).criteria] == [
        c.uuid for c in content(version).criteria
    ]


def test_a_second_draft_is_refused_in_words(author):
    version = make_version()
    make_draft(version.rubric, label="2.0")
    response = author.post(url("start", version.uuid), {"label": "1.1"})
    assert response.status_code == 200
    assert "has a draft or a version in review" in response.content.decode()


def test_a_copy_is_another_rubric_with_criteria_of_its_own(author):
    version = make_version()
    author.post(url("copy", version.uuid), {"slug": "another"})
    copy = RubricVersion.objects.get(rubric__slug="another")
    assert content(copy).criteria == content(version).criteria
    ours = {c.uuid for c in content(version).criteria}
    assert ours.isdisjoint(c.uuid for c in content(copy).criteria)
    assert copy.events.count() == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [("own-2", "own-2"), ("own-", "own"), ("-own", None), ("Own", None), ("o_n", None)],
)
def test_an_identifier_begins_with_a_letter_or_a_number(author, given, kept):
    version = make_version()
    author.post(url("copy", version.uuid), {"slug": given})
    others = Rubric.objects.exclude(pk=version.rubric_id)
    assert list(others.values_list("slug", flat=True)) == ([kept] if kept else [])


def test_a_copy_under_a_name_that_is_taken_is_refused(author):
    version = make_version()
    response = author.post(url("copy", version.uuid), {"slug": version.rubric.slug})
    assert "with this identifier already" in response.content.decode()
    assert Rubric.objects.count() == 1


def test_a_rubric_begins_from_nothing(author):
    data = {"slug": "fresh", "title": "Uusi", "levels": "5", "languages": ["fi", "sv"]}
    author.post(url("new"), data)
    version = RubricVersion.objects.get(rubric__slug="fresh")
    assert (version.languages, version.scale.count()) == (["fi", "sv"], 5)
    assert author.get(url("edit", version.uuid)).status_code == 200


@pytest.mark.parametrize("name", ["start", "copy"])
def test_a_reader_begins_nothing(client, db, name):
    version = make_version()
    client.force_login(person("view_rubricversion"))
    client.post(url(name, version.uuid), {"slug": "another", "label": "9"})
    assert RubricVersion.objects.count() == 1


# ---- previews ----
def preview(client, version, way, language="fi"):
    address = url("preview_page", version.uuid)
    return client.get(f"{address}?as={way}&language={language}").content.decode()


@pytest.mark.parametrize("way", ["learner", "assessor", "print"])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_preview_is_in_the_language_asked(author, way, language):
    page = preview(author, make_draft(), way, language)
    assert f'<html lang="{language}">' in page
    assert f"need 3 ({language})" in page
    others = {"fi", "sv", "en"} - {language}
    assert not any(f"need 3 ({other})" in page for other in others)


def test_the_note_for_assessors_is_for_assessors(author):
    version = make_draft()
    assert "assessor_note" in preview(author, version, "assessor")
    assert "assessor_note" not in preview(author, version, "learner")


def test_each_sees_the_criteria_that_are_theirs_to_rate(author):
    version = make_draft(
        criteria=(
            criterion_content("mine", 1, 50, rated_by=RatedBy.AUTHOR),
            criterion_content("yours", 2, 50, rated_by=RatedBy.ASSESSOR),
        )
    )
    learner, assessor = (preview(author, version, w) for w in ("learner", "assessor"))
    assert "mine?" in learner
    assert "yours?" not in learner
    assert "yours?" in assessor
    assert "mine?" not in assessor


@pytest.mark.parametrize("query", ["as=boss", "language=de", "as=learner&language=<b>"])
def test_a_preview_that_there_is_not_is_not_found(author, query):
    version = make_draft()
    for name in ("preview", "preview_page"):
        assert author.get(f"{url(name, version.uuid)}?{query}").status_code == 404


def test_a_preview_in_review_is_not_called_a_draft(author):
    draft = make_draft()
    send_to_review(version=draft, at=NOON)
    page = shown(author, url("preview", draft.uuid)).get_text(" ", strip=True)
    assert "This version is in review" in page
    assert "draft" not in page


def test_a_preview_may_stand_in_a_frame_of_this_site_only(author):
    page = author.get(url("preview_page", make_draft().uuid))
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
