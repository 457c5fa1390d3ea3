"""Search names only what anybody may read."""

import pytest


def found(client, query, prefix=""):
    response = client.get(f"{prefix}/search/", {"q": query})
    assert response.status_code == 200
    return [page.slug for page in response.context["results"]]


def test_search_finds_a_page_of_the_active_language(client, tree):
    assert found(client, "Traficom") == ["saavutettavuus"]
    assert found(client, "Traficom", "/sv") == ["tillganglighet"]


def test_search_does_not_name_what_is_not_live(client, tree):
    tree.homes["fi"].get_children().get(slug="saavutettavuus").unpublish()
    assert found(client, "Traficom") == []


def test_search_does_not_name_what_stands_under_a_page_that_is_not_live(client, tree):
    from wagtail.models import Page

    Page.objects.filter(pk=tree.homes["sv"].pk).update(live=False)
    assert found(client, "Traficom", "/sv") == []


def test_search_does_not_name_a_page_with_restricted_view(client, tree):
    page = tree.homes["fi"].get_children().get(slug="saavutettavuus")
    page.view_restrictions.create(restriction_type="login")
    assert found(client, "Traficom") == []


@pytest.mark.parametrize(
    "query",
    ["", "   ", "\x00", '"', "' OR 1=1 --", "*", "a" * 5000, "NEAR(", "-", "ä("],
)
def test_any_text_may_be_searched(client, tree, query):
    found(client, query)
