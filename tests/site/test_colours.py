"""The colours that a person chose are written by the server."""

import pytest


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_choice_is_kept(client, tree, theme):
    response = client.post("/theme/", {"theme": theme, "next": "/sv/"})
    assert response.url == "/sv/"
    assert f'data-theme="{theme}"' in client.get("/").content.decode()


def test_as_the_device_says_clears_the_choice(client, tree):
    client.post("/theme/", {"theme": "dark"})
    client.post("/theme/", {"theme": "auto"})
    assert "data-theme" not in client.get("/").content.decode()


def test_a_made_up_cookie_is_not_written_into_the_page(client, tree):
    client.cookies["theme"] = '"><script>'
    assert "data-theme" not in client.get("/").content.decode()


def test_a_link_cannot_change_the_colours(client, tree):
    assert client.get("/theme/?theme=dark").status_code == 405
