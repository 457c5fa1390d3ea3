"""Who acts for a partner: invited by address, joined by the link, ended by a manager."""

import re

import pytest
from django.core import mail
from django.utils import timezone

from certificates.enums import Role
from certificates.exceptions import TooManyInvitations
from certificates.models import Invitation, Membership
from certificates.services import membership
from certificates.services.membership import accept, end_membership, invite
from tests.certificates.factories import MembershipFactory, UserFactory
from tests.certificates.partners import DAY, PartnerCast, door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("drawn")]


@pytest.fixture
def cast():
    return PartnerCast()


def ask(client, cast, email, capture, **more):
    client.force_login(cast.manager)
    with capture(execute=True):
        address = door("partner_members", cast.partner.slug)
        return client.post(address, {"email": email, "role": "member"} | more)


def secret_in(letter):
    return re.search(r"https://valmentamo.example\S*/([\w-]{43})/", letter.body).group(
        1
    )


def test_page_says_the_same_whether_or_not_there_is_an_account(
    client, cast, django_capture_on_commit_callbacks
):
    known = UserFactory(first_name="Salainen", last_name="Nimi")
    pages = []
    for email in (known.email, "nobody@example.org"):
        ask(client, cast, email, django_capture_on_commit_callbacks)
        page = client.get(door("partner_members", cast.partner.slug))
        text = page.content.decode()
        assert "Salainen" not in text
        pages.append(text.count(email))
        Invitation.objects.all().delete()
    assert pages[0] == pages[1]
    assert [letter.to for letter in mail.outbox] == [
        [known.email],
        ["nobody@example.org"],
    ]


def test_whoever_has_the_mail_joins_once(
    client, cast, django_capture_on_commit_callbacks
):
    ask(client, cast, "uusi@example.org", django_capture_on_commit_callbacks)
    address = door("accept_invitation", secret_in(mail.outbox[0]))
    assert client.session  # the manager is signed in and has not joined by looking
    client.force_login(cast.learner)
    assert client.get(address).status_code == 200
    assert not Membership.objects.filter(user=cast.learner).exists()
    assert client.post(address).url == door("partner_list", cast.partner.slug)
    assert Membership.objects.current().filter(user=cast.learner).exists()
    assert client.post(address).status_code == 404


def test_link_ends_and_asks_to_sign_in(
    client, cast, django_capture_on_commit_callbacks
):
    ask(client, cast, "uusi@example.org", django_capture_on_commit_callbacks)
    address = door("accept_invitation", secret_in(mail.outbox[0]))
    client.logout()
    assert client.get(address).status_code == 302
    Invitation.objects.update(expires_at=timezone.now())
    client.force_login(cast.learner)
    assert client.get(address).status_code == 404


def test_second_invitation_of_an_address_takes_the_place_of_the_first(cast):
    first = invite(partner=cast.partner, email="A@example.org", by=None)
    second = invite(partner=cast.partner, email="a@example.org", by=None)
    assert list(Invitation.objects.all()) == [second]
    assert first.secret_hash != second.secret_hash


def test_person_who_left_comes_back_in_the_role_of_the_invitation(cast):
    row = invite(partner=cast.partner, email=cast.former.email, by=None)
    back = accept(invitation=row, by=cast.former)
    assert (back.role, back.ended_at) == (Role.MEMBER, None)


def test_form_is_no_way_to_mail_the_whole_world(cast, monkeypatch):
    monkeypatch.setattr(membership, "MOST_OPEN", 1)
    invite(partner=cast.partner, email="a@example.org", by=None)
    with pytest.raises(TooManyInvitations):
        invite(partner=cast.partner, email="b@example.org", by=None)
    later = timezone.now() + 15 * DAY
    invite(partner=cast.partner, email="b@example.org", by=None, at=later)


def test_last_manager_stays(client, cast):
    client.force_login(cast.manager)
    row = Membership.objects.get(user=cast.manager)
    client.post(door("partner_member_end", cast.partner.slug, row.pk))
    row.refresh_from_db()
    assert row.ended_at is None
    accept(
        invitation=invite(
            partner=cast.partner, email="b@example.org", role=Role.MANAGER, by=None
        ),
        by=cast.learner,
    )
    response = client.post(door("partner_member_end", cast.partner.slug, row.pk))
    assert response.url == door("partner_home")
    assert client.get(door("partner_list", cast.partner.slug)).status_code == 404


def test_one_organisation_opens_at_once_and_several_are_a_choice(client, cast):
    client.force_login(cast.member)
    home = door("partner_home")
    assert client.get(home).url == door("partner_list", cast.partner.slug)
    Membership.objects.create(partner=cast.other_partner, user=cast.member)
    page = client.get(home).content.decode()
    assert cast.partner.name in page
    assert cast.other_partner.name in page


def test_manager_who_was_put_out_does_not_return_by_an_invitation_sent_before(
    client, cast, django_capture_on_commit_callbacks
):
    MembershipFactory(partner=cast.partner, role=Role.MANAGER)
    ask(
        client,
        cast,
        "mine@example.org",
        django_capture_on_commit_callbacks,
        role="manager",
    )
    address = door("accept_invitation", secret_in(mail.outbox[0]))
    end_membership(membership=Membership.objects.get(user=cast.manager), by=None)
    assert client.post(address).status_code == 404
    client.force_login(cast.learner)
    assert client.post(address).status_code == 404
    assert not cast.partner.invitations.open(timezone.now()).exists()


def test_manager_stays_one_when_an_invitation_to_be_a_member_is_accepted(cast):
    row = invite(partner=cast.partner, email="a@example.org", by=cast.manager)
    accept(invitation=row, by=cast.manager)
    assert Membership.objects.get(user=cast.manager).role == Role.MANAGER
