"""Choosing a coach: found by name or address, with no list of everybody."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.users.models import UserProfile

from accounts.services.groups import AUTHORS, CENTRE, ensure_groups
from tests.courses.factories import UserFactory

NAMESPACE = "valmentamo_courses_person"


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.CMS_REQUIRES_MFA = False


@pytest.fixture
def enter(cast, client):
    groups = {g.name: g for g in ensure_groups(pages=[Page.get_first_root_node()])}

    def log_in(group):
        person = UserFactory()
        person.groups.add(groups[group])
        UserProfile.objects.create(user=person, preferred_language="en")
        client.force_login(person)
        return client

    return log_in


def chooser(view="choose", *args):
    return reverse(f"{NAMESPACE}:{view}", args=args)


def shown(response):
    return (
        response.json()["html"]
        if "json" in response["Content-Type"]
        else response.content.decode()
    )


def test_form_of_a_coach_names_nobody_who_was_not_chosen(enter, cast):
    page = enter(CENTRE).get(reverse("valmentamo_courses_coach:add")).content.decode()
    assert chooser() in page
    assert cast.aino.user.get_full_name() not in page


def test_those_who_coach_already_are_listed_and_nobody_else(enter, cast):
    listed = shown(enter(CENTRE).get(chooser()))
    assert cast.coach.email in listed
    assert cast.aino.user.email not in listed


@pytest.mark.parametrize("typed", ["{0.email}", "{0.first_name} {0.last_name}"])
def test_anyone_is_found_by_address_or_name(enter, cast, typed):
    person, other = UserFactory(first_name="Etsittävä"), UserFactory()
    query = {"q": typed.format(person)}
    found = shown(enter(CENTRE).get(chooser("choose_results"), query))
    assert person.email in found
    assert other.email not in found
    assert enter(CENTRE).get(chooser("chosen", person.pk)).status_code == 200


def test_two_letters_do_not_list_everybody(enter, cast):
    listed = shown(enter(CENTRE).get(chooser("choose_results"), {"q": "ai"}))
    assert cast.aino.user.email not in listed


@pytest.mark.parametrize("typed", ["example.org", ".org", "@example", "person"])
def test_part_of_an_address_lists_nobody(enter, cast, typed):
    person = UserFactory(email="person-of-part@example.org", first_name="Aino")
    listed = shown(enter(CENTRE).get(chooser("choose_results"), {"q": typed}))
    assert person.email not in listed


def test_closed_account_is_not_offered(enter):
    gone = UserFactory(first_name="Lähtenyt", is_active=False)
    found = shown(enter(CENTRE).get(chooser("choose_results"), {"q": gone.email}))
    assert gone.get_full_name() not in found


@pytest.mark.parametrize(
    ("view", "query"),
    [("choose", {}), ("choose_results", {"q": "example.org"}), ("chosen", {})],
)
def test_authors_find_nobody(enter, cast, view, query):
    args = [cast.aino.user.pk] if view == "chosen" else []
    response = enter(AUTHORS).get(chooser(view, *args), query)
    assert response.status_code in (302, 403)
    assert cast.aino.user.email not in response.content.decode()
