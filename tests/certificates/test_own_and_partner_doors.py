"""Who may fetch a file: every person against every state of a certificate and grant."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from certificates import filing
from certificates.enums import Basis, Door, Reason
from certificates.models import DownloadLog, Membership
from certificates.services.sharing import GrantTerms, withdraw_grant
from certificates.services.status import (
    change_status,
    revoke_certificate,
    suspend_certificate,
    withdraw_certificate,
)
from tests.certificates.factories import (
    MembershipFactory,
    PartnerFactory,
    UserFactory,
    issued,
    ready,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("drawn")]

PEOPLE = ("anonymous", "holder", "other", "member", "stranger", "former", "staff")


class Cast:
    """A certificate shared with one partner, and everybody who might ask for it."""

    def __init__(self):
        self.partner, self.other_partner = PartnerFactory(), PartnerFactory()
        self.holder, self.other = UserFactory(), UserFactory()
        self.member = MembershipFactory(partner=self.partner).user
        self.stranger = MembershipFactory(partner=self.other_partner).user
        self.former = MembershipFactory(
            partner=self.partner, ended_at=timezone.now() - timedelta(days=1)
        ).user
        self.staff = UserFactory(is_superuser=True, is_staff=True)
        now = timezone.now() - timedelta(days=2)
        self.terms = GrantTerms(
            partner=self.partner, basis=Basis.CONSENT, purpose="Työnantajalle."
        )
        self.row = ready(recipient=self.holder, grants=[self.terms], at=now)

    def client_of(self, client, who):
        if who != "anonymous":
            client.force_login(getattr(self, who))
        return client


@pytest.fixture
def cast():
    return Cast()


def own(row, language="fi"):
    args = [row.printed_code, language]
    return reverse("valmentamo_certificates:download", args=args)


def theirs(partner, row, language="fi"):
    args = [partner.slug, row.printed_code, language]
    return reverse("valmentamo_certificates:partner_download", args=args)


def listing(partner):
    return reverse("valmentamo_certificates:partner_list", args=[partner.slug])


def body(response):
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("who", PEOPLE)
def test_only_the_holder_fetches_the_own_file(client, cast, who):
    response = cast.client_of(client, who).get(own(cast.row))
    response.close()
    expected = {"anonymous": 302, "holder": 200}.get(who, 404)
    assert response.status_code == expected


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("door", [listing, lambda p: None])
def test_only_a_current_member_sees_the_partners_list_and_files(
    client, cast, who, door
):
    address = door(cast.partner) or theirs(cast.partner, cast.row)
    response = cast.client_of(client, who).get(address)
    response.close()
    expected = {"anonymous": 302, "member": 200}.get(who, 404)
    assert response.status_code == expected


@pytest.mark.parametrize("who", ["stranger", "member"])
def test_partner_never_reaches_a_certificate_through_another_partner(client, cast, who):
    address = theirs(cast.other_partner, cast.row)
    assert cast.client_of(client, who).get(address).status_code == 404


def test_partner_without_a_grant_gets_nothing(client, cast):
    private = ready()
    client.force_login(cast.member)
    assert client.get(theirs(cast.partner, private)).status_code == 404
    assert (
        private.printed_code not in client.get(listing(cast.partner)).content.decode()
    )


@pytest.mark.parametrize("end", ["withdrawn", "expired"])
def test_ended_grant_closes_every_door_of_the_partner_at_once(client, cast, end):
    if end == "withdrawn":
        withdraw_grant(grant=cast.row.grants.get())
        row = cast.row
    else:
        past = timezone.now() - timedelta(hours=1)
        terms = GrantTerms(
            partner=cast.partner, basis=Basis.CONSENT, purpose="x", until=past
        )
        row = ready(grants=[terms], at=past - timedelta(days=1))
    client.force_login(cast.member)
    assert client.get(theirs(cast.partner, row)).status_code == 404
    assert row.printed_code not in client.get(listing(cast.partner)).content.decode()


def test_person_who_left_the_partner_may_come_back(client, cast):
    client.force_login(cast.former)
    assert client.get(listing(cast.partner)).status_code == 404
    Membership.objects.filter(user=cast.former).update(ended_at=None)
    assert client.get(listing(cast.partner)).status_code == 200


@pytest.mark.parametrize(
    ("close", "holder", "partner"),
    [
        (revoke_certificate, 410, 410),
        (suspend_certificate, 410, 410),
        (withdraw_certificate, 410, 404),
        (change_status, 404, 404),
    ],
)
def test_closed_certificate_is_explained_and_not_sent(
    client, cast, close, holder, partner
):
    extra = {
        revoke_certificate: {"reason_code": Reason.WRONG_GROUNDS},
        change_status: {"event": "erased"},
    }.get(close, {})
    close(certificate=cast.row, by=None, **extra)
    client.force_login(cast.holder)
    assert client.get(own(cast.row)).status_code == holder
    client.force_login(cast.member)
    assert client.get(theirs(cast.partner, cast.row)).status_code == partner
    assert not DownloadLog.objects.exists()


def test_page_of_a_closed_file_leads_back_to_the_list_it_was_asked_from(client, cast):
    suspend_certificate(certificate=cast.row, by=None)
    mine = reverse("valmentamo_certificates:mine")
    for who, door, back in (
        ("holder", own(cast.row), mine),
        ("member", theirs(cast.partner, cast.row), listing(cast.partner)),
    ):
        page = cast.client_of(client, who).get(door).text.partition("<main")[2]
        assert f'href="{back}"' in page.partition("</main>")[0]


def test_revoked_download_tells_day_and_reason(client, cast):
    revoke_certificate(certificate=cast.row, reason_code=Reason.TECHNICAL, by=None)
    client.force_login(cast.holder)
    response = client.get(f"/en{own(cast.row)}")
    assert response.status_code == 410
    assert "technical fault" in response.content.decode()


def test_file_leaves_as_it_was_stored_and_can_run_nothing(client, cast):
    client.force_login(cast.holder)
    response = client.get(own(cast.row))
    with filing.read(cast.row.files.get().storage_key) as stored:
        assert body(response) == stored.read()
    name = f'filename="{cast.row.printed_code}-fi.pdf"'
    assert response["Content-Disposition"] == f"attachment; {name}"
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in response["Cache-Control"]


def test_every_file_that_leaves_is_logged(client, cast):
    client.force_login(cast.holder)
    body(client.get(own(cast.row)))
    client.force_login(cast.member)
    body(client.get(theirs(cast.partner, cast.row)))
    logged = DownloadLog.objects.order_by("pk").values_list("door", "user", "partner")
    assert list(logged) == [
        (Door.HOLDER, cast.holder.pk, None),
        (Door.PARTNER, cast.member.pk, cast.partner.pk),
    ]


@pytest.mark.parametrize("language", ["sv", "xx", "fi.pdf"])
def test_language_that_was_not_issued_is_not_found(client, cast, language):
    client.force_login(cast.holder)
    assert client.get(own(cast.row, language)).status_code == 404


def test_certificate_being_made_says_so_to_its_holder_only(client, cast):
    row = issued(recipient=cast.holder, grants=[cast.terms])
    client.force_login(cast.holder)
    response = client.get(f"/en{own(row)}")
    assert response.status_code == 202
    assert "being made" in response.content.decode()
    client.force_login(cast.member)
    assert client.get(theirs(cast.partner, row)).status_code == 404


def test_refused_certificate_tells_the_holder_that_staff_know(client, cast):
    row = issued(recipient=cast.holder, name="水")
    client.force_login(cast.holder)
    response = client.get(f"/en{own(row)}")
    assert "has been told" in response.content.decode()


def test_lost_file_is_an_explanation_and_not_a_crash(client, cast):
    filing.storage().delete(cast.row.files.get().storage_key)
    client.force_login(cast.holder)
    assert client.get(own(cast.row)).status_code == 503


def test_holder_sees_the_own_certificates_whatever_their_state(client, cast):
    issued(recipient=cast.holder)
    issued(recipient=cast.holder, name="水")
    ready()
    client.force_login(cast.holder)
    response = client.get("/en/omat/todistukset/")
    page = response.content.decode()
    assert len(response.context["rows"]) == 3
    for words in ("Valid", "Being made", "Could not be made", "Download PDF"):
        assert words in page
    client.logout()
    assert client.get("/omat/todistukset/").status_code == 302


def test_own_list_of_nobodys_is_empty_and_says_what_comes_there(client):
    client.force_login(UserFactory())
    assert "No certificates yet" in client.get("/en/omat/todistukset/").content.decode()


@pytest.mark.parametrize(
    ("who", "address"),
    [("member", lambda cast: listing(cast.partner)), ("holder", lambda cast: "mine")],
)
def test_lists_take_as_many_queries_for_many_rows_as_for_few(
    client, cast, own_queries, who, address
):
    target = address(cast)
    if target == "mine":
        target = reverse("valmentamo_certificates:mine")
    cast.client_of(client, who)
    counts = []
    for more in (0, 15):
        for _ in range(more):
            ready(recipient=cast.holder, grants=[cast.terms], at=cast.row.issued_at)
        with own_queries() as queries:
            page = client.get(target).content.decode()
        counts.append(len(queries))
    assert page.count(cast.row.facts_in("fi").course) >= 16
    assert counts[0] == counts[1]


def test_partner_counts_only_what_it_sees_and_nothing_below_five(client, cast):
    closed = ready(grants=[cast.terms], at=cast.row.issued_at)
    revoke_certificate(certificate=closed, reason_code=Reason.CORRECTED, by=None)
    client.force_login(cast.member)
    response = client.get(f"/en{listing(cast.partner)}")
    words = ["Valid", "Expired", "Suspended", "Revoked", "Replaced"]
    assert response.context["counts"] == [(word, None) for word in words]
    assert "can't be downloaded" in response.content.decode()


def stop(cast):
    args = [cast.row.printed_code, cast.partner.slug]
    return reverse("valmentamo_certificates:stop_sharing", args=args)


def test_the_holder_takes_a_consent_back_and_the_partners_door_shuts(client, cast):
    client.force_login(cast.holder)
    mine = reverse("valmentamo_certificates:mine")
    assert stop(cast).encode() in client.get(mine).content
    assert client.post(stop(cast)).url == mine
    assert stop(cast).encode() not in client.get(mine).content
    client.force_login(cast.member)
    assert client.get(theirs(cast.partner, cast.row)).status_code == 404


@pytest.mark.parametrize(
    ("close", "told", "untold"),
    [
        (
            lambda row: revoke_certificate(
                certificate=row, reason_code=Reason.TECHNICAL, by=None
            ),
            ["but can&#x27;t download it", "can&#x27;t be downloaded any more"],
            ["may see and download"],
        ),
        (
            lambda row: suspend_certificate(certificate=row, by=None),
            ["but can&#x27;t download it", "can&#x27;t be downloaded for now"],
            ["may see and download", "any more"],
        ),
        (
            lambda row: withdraw_certificate(certificate=row, by=row.recipient),
            ["You have withdrawn this certificate"],
            ["may see and download", "how this certificate stands", "See why"],
        ),
    ],
    ids=["revoked", "suspended", "withdrawn"],
)
def test_holder_reads_what_a_partner_of_a_closed_one_still_sees(
    client, cast, close, told, untold
):
    close(cast.row)
    client.force_login(cast.holder)
    with translation.override("en"):
        page = client.get(reverse("valmentamo_certificates:mine")).text
    page = page.partition("<main")[2].replace("'", "&#x27;")
    assert [words for words in told if words not in page] == []
    assert [words for words in untold if words in page] == []


def test_what_the_centre_must_share_by_its_task_is_not_taken_back(client):
    partner = PartnerFactory()
    terms = GrantTerms(partner=partner, basis=Basis.PUBLIC_TASK, purpose="Tehtävä.")
    holder = UserFactory()
    row = ready(recipient=holder, grants=[terms])
    client.force_login(holder)
    args = [row.code, partner.slug]
    door = reverse("valmentamo_certificates:stop_sharing", args=args)
    assert client.post(door).status_code == 404


@pytest.mark.parametrize(
    ("email", "whom"),
    [
        ("tietosuoja@example.org", 'href="mailto:tietosuoja@example.org"'),
        ("", "Harjuseudun innovaatiokeskus"),
    ],
)
def test_holder_reads_why_a_partner_sees_the_certificate_and_whom_to_tell(
    client, email, whom
):
    terms = GrantTerms(
        partner=PartnerFactory(), basis=Basis.PUBLIC_TASK, purpose="Tehtävä."
    )
    holder = UserFactory()
    row = ready(recipient=holder, grants=[terms], at=timezone.now())
    type(row.template_version.issuer).objects.update(email=email)
    client.force_login(holder)
    page = client.get(reverse("valmentamo_certificates:mine")).content.decode()
    assert terms.partner.name in page
    assert "Tehtävä." in page
    assert whom in page
    assert "/jako/" not in page


def test_nobody_else_takes_a_consent_back(client, cast):
    client.force_login(cast.member)
    assert client.post(stop(cast)).status_code == 404
