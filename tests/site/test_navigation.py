"""The header shows each person the doors that are theirs, for a constant price."""

import pytest
from django.contrib.auth.models import AnonymousUser

from home.navigation import Chrome
from home.roles import NOBODY, Roles, roles_of


def labels(client, url="/en/"):
    return [item.label for item in client.get(url).context["chrome"].nav]


def test_a_stranger_sees_no_personal_door(client, tree):
    assert "My path" not in labels(client)
    assert "Reviews" not in labels(client)


def test_a_person_without_rows_has_no_role(person):
    assert roles_of(person) == Roles()


def test_a_stranger_costs_no_query(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert roles_of(AnonymousUser()) == NOBODY


def test_roles_cost_one_query(person, django_assert_num_queries):
    with django_assert_num_queries(1):
        roles_of(person)


def test_nothing_is_asked_until_a_template_reads_it(
    rf, person, django_assert_num_queries
):
    request = rf.get("/")
    request.user = person
    with django_assert_num_queries(0):
        Chrome(request)


@pytest.mark.parametrize("groups", [[], ["Authors"], ["Centre administrators"]])
def test_the_cms_door_is_for_its_groups(client, tree, make_person, groups):
    client.force_login(make_person(groups=groups))
    page = client.get("/en/").content.decode()
    assert ('href="/admin/"' in page) is bool(groups)


def test_the_log_out_button_posts(client, tree, person):
    client.force_login(person)
    page = client.get("/").content.decode()
    assert '<form action="/accounts/logout/" method="post">' in page
    assert 'href="/accounts/logout/"' not in page


def test_the_footer_links_the_statements_of_the_language(client, tree):
    footer = client.get("/sv/").context["chrome"].footer
    assert [link.url for link in footer] == [
        "/sv/tillganglighet/",
        "/sv/dataskydd/",
        "/sv/respons/",
    ]
