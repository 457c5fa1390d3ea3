"""Each page speaks one language and leads to itself in the others."""

import re

import pytest

FRONTS = {"fi": "/", "sv": "/sv/", "en": "/en/"}


def links(response):
    """The language switch: code and address of each link, and the current one."""
    nav = re.search(
        r'<nav class="langs".*?</nav>', response.content.decode(), re.DOTALL
    ).group()
    found = re.findall(r'<a href="([^"]+)" lang="(\w+)"([^>]*)>', nav)
    current = [code for _, code, rest in found if "aria-current" in rest]
    return {code: url for url, code, _ in found}, current


@pytest.mark.parametrize(("code", "url"), FRONTS.items())
def test_a_front_page_is_in_its_language(client, tree, code, url):
    response = client.get(url)
    assert response.status_code == 200
    assert f'<html lang="{code}"'.encode() in response.content
    assert tree.homes[code].heading in response.content.decode()


@pytest.mark.parametrize(("code", "url"), FRONTS.items())
def test_a_front_page_links_to_its_translations(client, tree, code, url):
    assert links(client.get(url)) == (FRONTS, [code])


def test_a_statement_links_to_the_same_statement(client, tree):
    found, current = links(client.get("/sv/dataskydd/"))
    assert current == ["sv"]
    assert found == {
        "fi": "/tietosuoja/",
        "sv": "/sv/dataskydd/",
        "en": "/en/data-protection/",
    }


def test_a_page_without_a_translation_leads_to_its_nearest_parent(client, tree):
    page = tree.homes["sv"].get_children().get(slug="dataskydd")
    page.unpublish()
    found, _ = links(client.get("/tietosuoja/"))
    assert found["sv"] == "/sv/"


def test_a_view_links_to_itself_with_its_query(client, tree):
    found, current = links(client.get("/sv/search/?q=intyg"))
    assert current == ["sv"]
    assert found["fi"] == "/search/?q=intyg"
    assert found["en"] == "/en/search/?q=intyg"


def test_a_missing_page_leads_to_the_front_pages(client, tree):
    assert links(client.get("/sv/finns-inte/"))[0] == FRONTS


def test_the_browser_does_not_choose_the_language(client, tree):
    response = client.get("/", headers={"accept-language": "sv"})
    assert b'<html lang="fi"' in response.content


def test_making_the_tree_again_adds_nothing(tree):
    from wagtail.models import Page

    from home.services.site_tree import create_site_tree

    before = list(Page.objects.order_by("pk").values_list("pk", "title"))
    create_site_tree()
    assert list(Page.objects.order_by("pk").values_list("pk", "title")) == before


def test_making_the_tree_again_keeps_what_an_editor_wrote(tree):
    from home.services.site_tree import create_site_tree

    home = tree.homes["sv"]
    home.heading = "En annan rubrik"
    home.save_revision().publish()
    assert create_site_tree().homes["sv"].heading == "En annan rubrik"
