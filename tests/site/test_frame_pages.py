"""The links of header and footer are kept in memory, and no change of a page is missed."""

import pytest
from django.core.cache import cache
from django.urls import set_script_prefix
from django.utils import translation
from wagtail.models import Locale, Page, PageViewRestriction, Site

from home import frame_pages as room
from home.frame_pages import MARK, MOST_PLACES, frame_pages
from home.models import TextPage

pytestmark = pytest.mark.usefixtures("tree")


@pytest.fixture
def shown(rf):
    """The titles in the footer, as a stranger sees them now."""

    def read(language="sv"):
        with translation.override(language):
            return [title for _url, title in frame_pages(rf.get("/")).statements]

    return read


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def statement():
    return TextPage.objects.get(slug="dataskydd")


def retitle(page):
    page.title = "Hur vi skyddar data"
    page.save_revision().publish()


def test_known_links_cost_no_query(shown, django_assert_num_queries):
    first = shown()
    with django_assert_num_queries(0):
        assert shown() == first


def test_a_new_title_is_shown_at_once(shown, statement, committed):
    shown()
    with committed():
        retitle(statement)
    assert "Hur vi skyddar data" in shown()
    assert "Dataskydd" not in shown()


def test_a_draft_changes_nothing(shown, statement, committed):
    before = shown()
    with committed():
        statement.title = "Hur vi skyddar data"
        statement.save_revision()
    assert shown() == before


def test_an_unpublished_page_goes_and_comes_back(shown, statement, committed):
    shown()
    with committed():
        statement.unpublish()
    assert "Dataskydd" not in shown()
    with committed():
        statement.save_revision().publish()
    assert "Dataskydd" in shown()


def test_a_deleted_page_goes(shown, statement, committed):
    shown()
    with committed():
        statement.delete()
    assert "Dataskydd" not in shown()


def test_a_deleted_start_page_takes_its_links_along(shown, tree, committed):
    shown()
    with committed():
        Page.objects.get(pk=tree.homes["sv"].pk).delete()
    assert shown() == []


def test_a_moved_page_is_linked_where_it_is_now(rf, tree, statement, committed):
    with translation.override("sv"):
        frame_pages(rf.get("/"))
        home = Page.objects.get(pk=tree.homes["sv"].pk)
        other = home.get_children().get(slug="respons")
        with committed():
            statement.move(other, pos="last-child")
        urls = [url for url, _title in frame_pages(rf.get("/")).statements]
    assert urls == ["/sv/tillganglighet/", "/sv/respons/", "/sv/respons/dataskydd/"]


def test_a_page_with_a_new_slug_is_linked_by_it(rf, statement, committed):
    with translation.override("sv"):
        frame_pages(rf.get("/"))
        with committed():
            statement.slug = "integritet"
            statement.save_revision().publish()
        urls = [url for url, _title in frame_pages(rf.get("/")).statements]
    assert "/sv/integritet/" in urls
    assert "/sv/dataskydd/" not in urls


def test_a_page_that_becomes_private_goes_and_comes_back(shown, statement, committed):
    shown()
    with committed():
        rule = PageViewRestriction.objects.create(
            page=statement, restriction_type=PageViewRestriction.LOGIN
        )
    assert "Dataskydd" not in shown()
    with committed():
        rule.delete()
    assert "Dataskydd" in shown()


def test_a_translation_is_linked_when_it_is_published(shown, statement, committed):
    swedish = Locale.objects.get(language_code="sv")
    with committed():
        home = statement.get_parent()
        page = TextPage(
            title="Om oss", slug="om-oss", body="<p>Vi.</p>", locale=swedish
        )
        home.add_child(instance=page)
    assert "Om oss" in shown()
    shown("en")
    with committed():
        copy = page.copy_for_translation(Locale.objects.get(language_code="en"))
    assert "Om oss" not in shown("en")
    with committed():
        copy.title = "About us"
        copy.save_revision().publish()
    assert "About us" in shown("en")


def test_a_course_list_is_linked_when_it_is_published(rf, client, tree, committed):
    from tests.courses.factories import make_course

    assert frame_pages(rf.get("/")).courses_url == ""
    with committed():
        make_course()
    url = frame_pages(rf.get("/")).courses_url
    assert client.get(url).status_code == 200


def test_a_new_site_has_whole_addresses_to_the_pages_of_the_first(
    rf, settings, committed
):
    settings.ALLOWED_HOSTS = ["*"]
    feedback = TextPage.objects.get(slug="palaute")
    there = rf.get("/", headers={"host": "other.example"})
    assert frame_pages(there).statements[0][0] == "/saavutettavuus/"
    with committed():
        Site.objects.create(hostname="other.example", root_page=feedback)
    there = rf.get("/", headers={"host": "other.example"})
    assert frame_pages(there).statements[0][0] == "http://localhost/saavutettavuus/"


def test_what_another_process_changed_is_read_anew(shown, statement):
    shown()
    Page.objects.filter(pk=statement.pk).update(title="Integritet")
    assert "Integritet" not in shown()
    cache.set(MARK, "set by another process")
    assert "Integritet" in shown()


def test_what_is_rolled_back_is_not_told(shown, statement):
    before, mark = shown(), cache.get(MARK)
    retitle(statement)  # the test's own transaction never ends
    assert cache.get(MARK) == mark
    assert shown() == before


def test_a_lost_mark_is_made_anew(shown, statement):
    shown()
    Page.objects.filter(pk=statement.pk).update(title="Integritet")
    cache.delete(MARK)
    assert "Integritet" in shown()


def test_languages_do_not_mix(shown):
    assert shown("sv") != shown("en")
    assert "Dataskydd" in shown("sv")
    assert "Data protection" in shown("en")


def test_a_made_up_mount_point_stays_with_who_made_it_up(rf):
    plain = frame_pages(rf.get("/")).statements
    try:
        set_script_prefix("/evil/")
        elsewhere = frame_pages(rf.get("/")).statements
    finally:
        set_script_prefix("/")
    assert frame_pages(rf.get("/")).statements == plain
    assert all(url.startswith("/evil/") for url, _title in elsewhere)


def test_made_up_places_do_not_fill_the_memory(rf, settings):
    settings.ALLOWED_HOSTS = ["*"]
    for number in range(MOST_PLACES + 10):
        frame_pages(rf.get("/", headers={"host": f"host-{number}.example"}))
    assert len(room._kept) <= MOST_PLACES
