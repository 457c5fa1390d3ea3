"""Each page begins with its own name: no heading stands before the first one."""

import re
from itertools import pairwise

import pytest
from django.test import Client

from tests.courses.factories import UserFactory
from tests.courses.views.conftest import address
from tests.courses.views.pages import form_of

pytestmark = pytest.mark.django_db


def headings(response) -> list[int]:
    main = response.content.decode().partition("<main")[2]
    return [int(level) for level in re.findall(r"<h([1-6])\b", main)]


def is_in_order(levels: list[int]) -> bool:
    """One title, which comes first, and no level left out on the way down."""
    one_title = levels[:1] == [1] and levels.count(1) == 1
    return one_title and all(after <= before + 1 for before, after in pairwise(levels))


def draft(cast) -> None:
    cast.write("m1e1", {"answer": "Alku."})


def submitted(cast) -> None:
    cast.submit("m1e1")


def returned(cast) -> None:
    cast.send_back(cast.submit("m1e1"))


def passed(cast) -> None:
    cast.accept(cast.submit("m1e1"))


@pytest.mark.parametrize("bring_to", [draft, submitted, returned, passed])
def test_an_exercise_begins_with_its_name_in_every_state(aino, cast, url_of, bring_to):
    bring_to(cast)
    assert is_in_order(headings(aino.get(url_of("m1e1"))))


def test_an_answer_that_lacks_something_begins_with_its_name(aino, cast, url_of):
    work = cast.write("m1e1", {"answer": ""})
    posted = form_of(aino.get(url_of("m1e1")))
    response = aino.post(address("submit", work.uuid), posted)
    assert response.status_code == 422
    assert is_in_order(headings(response))


def test_two_texts_at_once_are_told_under_the_name(aino, cast, url_of):
    work = cast.write("m1e1", {"answer": "Alku."})
    posted = form_of(aino.get(url_of("m1e1"))) | {"answer-answer": "Minun."}
    cast.write("m1e1", {"answer": "Toisen."}, cast.mikko)
    response = aino.post(address("save", work.uuid), posted)
    assert response.status_code == 409
    assert is_in_order(headings(response))


@pytest.mark.parametrize("name", ["enrol", "team", "certificate_details"])
def test_a_form_with_faults_begins_with_its_name(aino, cast, name):
    thing = cast.cohort if name == "enrol" else cast.aino
    browser = Client()
    browser.force_login(UserFactory() if name == "enrol" else cast.aino.user)
    response = browser.post(address(name, thing.uuid), {"do": "save"})
    assert is_in_order(headings(response))
