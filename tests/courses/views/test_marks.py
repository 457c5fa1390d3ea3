"""The level mark: what is reached is solid, the next layer is cloudberry."""

import pytest
from django.template import Context, Template


def mark(value) -> str:
    template = Template("{% load valmentamo_courses %}{% reached_mark value %}")
    return template.render(Context({"value": value}))


@pytest.mark.parametrize(
    ("value", "symbol"),
    [(None, "lv0n"), (1, "lv1n"), (2, "lv2n"), (3, "lv3n"), (4, "lv4")],
)
def test_mark_shows_the_layers_reached_and_the_next_one(value, symbol):
    assert f'href="#{symbol}"' in mark(value)


def test_path_draws_the_level_that_the_words_tell(aino, cast):
    from tests.courses.views.conftest import address

    cast.accept(cast.submit("m1e1"), level=3)
    assert 'href="#lv3n"' in aino.get(address("my_path")).content.decode()
