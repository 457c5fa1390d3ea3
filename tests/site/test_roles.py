"""Learners, coaches and partners see their own door in the header."""

from datetime import timedelta

import pytest
from django.utils import timezone

from home.roles import Roles, roles_of
from tests.courses.factories import PartnerFactory

DOORS = {"My path": "/en/polku/", "Reviews": "/en/arvioinnit/"}


@pytest.fixture
def partner_member(cast, person):
    from certificates.models import Membership

    return Membership.objects.create(
        partner=PartnerFactory(slug="pajaverkko"), user=person
    )


def doors(client, user):
    client.force_login(user)
    nav = client.get("/en/search/").context["chrome"].nav
    return {item.label: item.url for item in nav}


def test_a_learner_sees_the_path(client, cast):
    found = doors(client, cast.aino.user)
    assert found["My path"] == DOORS["My path"]
    assert "Reviews" not in found


def test_a_coach_sees_the_reviews(client, cast):
    found = doors(client, cast.coach)
    assert found["Reviews"] == DOORS["Reviews"]
    assert "My path" not in found


def test_a_member_of_a_partner_sees_its_certificates(client, partner_member):
    found = doors(client, partner_member.user)
    assert found["Partner's certificates"] == "/en/kumppani/pajaverkko/"


def test_a_past_member_of_a_partner_does_not(partner_member):
    partner_member.ended_at = timezone.now()
    partner_member.save()
    assert roles_of(partner_member.user) == Roles()


def test_a_coach_of_the_past_has_no_door(cast):
    cast.cohort.coaches.update(ends_on=timezone.localdate() - timedelta(1))
    assert not roles_of(cast.coach).coach


def test_a_person_who_left_the_cohort_has_no_path(cast):
    cast.aino.state = "left"
    cast.aino.save()
    assert not roles_of(cast.aino.user).learner


def test_the_header_costs_the_same_for_every_role(client, cast, partner_member):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = set()
    for user in (cast.aino.user, cast.coach, partner_member.user):
        client.force_login(user)
        client.get("/en/search/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/search/")
        counts.add(len(queries))
    assert len(counts) == 1
    assert counts.pop() <= 12
