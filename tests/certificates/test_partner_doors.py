"""Every route of a partner against every person and object: 404 or, without login, 302."""

import pytest
from django.utils import timezone

from certificates.enums import Role
from certificates.models import ApiToken, Membership
from certificates.services.sharing import withdraw_grant
from certificates.services.status import (
    change_status,
    revoke_certificate,
    withdraw_certificate,
)
from certificates.services.tokens import revoke_token
from tests.certificates.factories import UserFactory
from tests.certificates.partners import DAY, PartnerCast, bearer, body, door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("drawn")]
PEOPLE = (
    "anonymous",
    "member",
    "manager",
    "former",
    "stranger",
    "holder",
    "learner",
    "staff",
)
LISTS = (
    ("get", "partner_list"),
    ("get", "partner_changes"),
    ("post", "partner_csv"),
    ("post", "partner_xlsx"),
    ("post", "partner_zip"),
)
API = ("api_list", "api_changes", "api_manifest", "api_file")


@pytest.fixture
def cast():
    made = PartnerCast()
    made.staff = UserFactory(is_superuser=True, is_staff=True)
    return made


def enter(client, cast, who):
    if who != "anonymous":
        client.force_login(getattr(cast, who))
    return client


def status(response):
    response.close()
    return response.status_code


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize(("method", "name"), LISTS)
def test_only_those_who_act_for_the_partner_pass(client, cast, who, method, name):
    response = getattr(enter(client, cast, who), method)(door(name, cast.partner.slug))
    allowed = {"anonymous": 302, "member": 200, "manager": 200}
    assert status(response) == allowed.get(who, 404)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_managers_look_after_members(client, cast, who, method):
    address = door("partner_members", cast.partner.slug)
    response = getattr(enter(client, cast, who), method)(address)
    allowed = {"get": 200, "post": 422}[method]
    assert status(response) == {"anonymous": 302, "manager": allowed}.get(who, 404)


@pytest.mark.parametrize("who", PEOPLE)
def test_only_managers_end_a_membership(client, cast, who):
    member = Membership.objects.get(user=cast.member)
    address = door("partner_member_end", cast.partner.slug, member.pk)
    response = enter(client, cast, who).post(address)
    assert response.status_code == (302 if who in ("anonymous", "manager") else 404)
    member.refresh_from_db()
    assert (member.ended_at is not None) == (who == "manager")


def test_manager_does_not_reach_the_members_of_another_partner(client, cast):
    theirs = Membership.objects.get(user=cast.stranger)
    client.force_login(cast.manager)
    address = door("partner_member_end", cast.partner.slug, theirs.pk)
    assert client.post(address).status_code == 404


def test_what_another_partner_was_shown_is_in_no_list(client, cast):
    client.force_login(cast.member)
    for verb, name in LISTS:
        chosen = {"chosen": cast.foreign.printed_code} if verb == "post" else {}
        response = getattr(client, verb)(door(name, cast.partner.slug), chosen)
        data = body(response) if response.streaming else response.content
        assert cast.foreign.printed_code.encode() not in data
    address = door(
        "partner_download", cast.partner.slug, cast.foreign.printed_code, "fi"
    )
    assert client.get(address).status_code == 404


def api_door(name, row):
    return door(name, row.printed_code, "fi") if name == "api_file" else door(name)


@pytest.mark.parametrize("name", API)
@pytest.mark.parametrize("wrong", ["none", "made_up", "expired", "revoked", "session"])
def test_system_without_a_token_in_force_is_401(client, cast, name, wrong):
    headers = {}
    if wrong == "made_up":
        headers = bearer("vmp_made-up")
    elif wrong == "expired":
        headers = bearer(cast.token(days=-1))
    elif wrong == "revoked":
        headers = bearer(cast.token())
        revoke_token(token=ApiToken.objects.get())
    elif wrong == "session":
        client.force_login(cast.manager)
    response = client.get(api_door(name, cast.row), headers=headers)
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert cast.row.printed_name not in response.content.decode()


@pytest.mark.parametrize("name", API)
@pytest.mark.parametrize("whose", ["partner", "other_partner"])
def test_token_opens_what_is_shared_with_its_own_partner(client, cast, name, whose):
    headers = bearer(cast.token(partner=getattr(cast, whose)))
    response = client.get(api_door(name, cast.row), headers=headers)
    data = body(response) if response.streaming else response.content
    if name == "api_file":
        assert response.status_code == (200 if whose == "partner" else 404)
    else:
        assert response.status_code == 200
        seen = cast.row.printed_code.encode() in data
        assert seen == (whose == "partner")


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("api_list", "list"),
        ("api_manifest", "list"),
        ("api_file", "files"),
        ("api_changes", "changes"),
    ],
)
def test_token_opens_nothing_beyond_its_scopes(client, cast, name, scope):
    for given in ("list", "files", "changes"):
        headers = bearer(cast.token(given))
        response = client.get(api_door(name, cast.row), headers=headers)
        assert response.status_code == (200 if given == scope else 404)
        if response.streaming:
            body(response)


@pytest.mark.parametrize("name", API)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_token_changes_nothing(client, cast, name, method):
    headers = bearer(cast.token())
    address = api_door(name, cast.row)
    assert getattr(client, method)(address, headers=headers).status_code == 405


CLOSINGS = {
    "grant": lambda cast: withdraw_grant(grant=cast.row.grants.get()),
    "holder": lambda cast: withdraw_certificate(certificate=cast.row, by=None),
    "erased": lambda cast: change_status(certificate=cast.row, event="erased", by=None),
}


@pytest.mark.parametrize("how", CLOSINGS)
def test_what_is_no_longer_shared_is_gone_everywhere_without_a_word_why(
    client, cast, how
):
    CLOSINGS[how](cast)
    headers, code = bearer(cast.token()), cast.row.printed_code
    client.force_login(cast.member)
    own = door("partner_download", cast.partner.slug, code, "fi")
    assert client.get(own).status_code == 404
    assert (
        client.get(api_door("api_file", cast.row), headers=headers).status_code == 404
    )
    for name in ("api_list", "api_manifest"):
        assert code not in client.get(door(name), headers=headers).content.decode()
    for name in ("partner_csv", "partner_zip"):
        response = client.post(door(name, cast.partner.slug))
        data = body(response) if response.streaming else response.content
        assert code.encode() not in data
    told = client.get(door("api_changes"), headers=headers).json()["changes"]
    assert [line["change"] for line in told if line["code"] == code] == ["gone"]
    page = client.get(f"/en{door('partner_changes', cast.partner.slug)}")
    assert "Not available any more" in page.content.decode()
    assert cast.row.printed_name not in page.content.decode()


def test_grant_that_ran_out_closes_the_doors(client, cast):
    past = timezone.now() - DAY / 24
    row = cast.shared(grants=[cast.terms(until=past)])
    headers = bearer(cast.token())
    assert client.get(api_door("api_file", row), headers=headers).status_code == 404
    page = client.get(door("api_list"), headers=headers).content.decode()
    assert row.printed_code not in page


def test_revoked_file_is_410_with_its_state_for_a_system(client, cast):
    revoke_certificate(certificate=cast.row, reason_code="technical", by=None)
    response = client.get(api_door("api_file", cast.row), headers=bearer(cast.token()))
    assert response.status_code == 410
    assert response.json() == {"error": "closed", "status": "revoked"}


def test_wrong_tokens_are_refused_without_a_look_after_the_limit(
    client, cast, settings
):
    settings.VALMENTAMO_CERTIFICATES_MISS_LIMIT = 3
    answers = [
        client.get(door("api_list"), headers=bearer(f"vmp_{n}")).status_code
        for n in range(5)
    ]
    assert answers == [401, 401, 401, 429, 429]
    good = client.get(door("api_list"), headers=bearer(cast.token()))
    assert good.status_code == 200
    # The public page counts for itself.
    assert client.get(door("verify", cast.row.printed_code)).status_code == 200


def test_token_is_kept_only_as_a_hash_with_the_day_of_its_last_use(client, cast):
    text = cast.token()
    client.get(door("api_list"), headers=bearer(text))
    row = ApiToken.objects.get()
    assert text not in str(row.__dict__)
    assert row.last_used_on == timezone.localdate()


@pytest.mark.parametrize("who", ["member", "manager"])
def test_manager_alone_is_led_to_the_members(client, cast, who):
    client.force_login(getattr(cast, who))
    page = client.get(door("partner_list", cast.partner.slug)).content.decode()
    shown = door("partner_members", cast.partner.slug) in page
    assert shown == (who == Role.MANAGER)
