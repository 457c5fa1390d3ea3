"""Staff screens for many certificates; skipped where Wagtail is not installed."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certificates.enums import Basis, State, Status
from certificates.models import Certificate
from certificates.services.bulk import begin_batch
from certificates.services.sharing import GrantTerms, grant_to_partner
from certificates.services.status import revoke_certificate
from certificates.signals import collections_named
from tests.certificates.factories import (
    ISSUED,
    PartnerFactory,
    TemplateVersionFactory,
    UserFactory,
    issued,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not apps.is_installed("wagtail.admin"), reason="this project has no Wagtail"
    ),
]
OURS = "valmentamo_certificates_cms"


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.CMS_REQUIRES_MFA = False


@pytest.fixture
def staff(client):
    from wagtail.users.models import UserProfile

    person = UserFactory(is_superuser=True, is_staff=True)
    UserProfile.objects.create(user=person, preferred_language="en")
    client.force_login(person)
    return client


@pytest.fixture
def author(client):
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    return client


@pytest.fixture
def version():
    return TemplateVersionFactory()


def public(**changes):
    certificate = issued(**changes)
    Certificate.objects.filter(pk=certificate.pk).update(state=State.READY)
    certificate.refresh_from_db()
    return certificate


def revoke_many(staff, **data):
    values = {"codes": "", "collection": "", "reason_code": "technical"} | data
    return staff.post(reverse(f"{OURS}:revoke_many"), values)


def test_many_are_revoked_only_after_the_list_was_seen(staff, version):
    chosen = [public(template_version=version) for _n in range(3)]
    codes = "\n".join(c.printed_code.lower() for c in chosen)
    seen = revoke_many(staff, codes=codes)
    assert "3 certificates will be revoked" in seen.text
    assert not Certificate.objects.filter(status=Status.REVOKED).exists()
    revoke_many(staff, codes=codes, shown=[str(c.uuid) for c in chosen[:2]])
    assert set(Certificate.objects.filter(status=Status.REVOKED)) == set(chosen[:2])


def test_many_are_chosen_by_collection_and_day_of_issue(staff, version):
    wanted = public(template_version=version, collection="cohort:1")
    public(template_version=version, collection="cohort:2")
    public(
        template_version=version, collection="cohort:1", at=ISSUED + timedelta(days=9)
    )
    seen = revoke_many(
        staff, collection="cohort:1", issued_from="2027-04-02", issued_to="2027-04-02"
    )
    assert list(seen.context["found"]) == [wanted]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Give the codes, the collection or the days of issue."),
        ({"codes": "1234-NONE"}, "Not a code of a certificate: 1234-NONE"),
    ],
)
def test_choice_that_is_empty_or_wrong_is_told_and_kept(staff, data, words):
    answer = revoke_many(staff, **data)
    assert words in answer.text
    assert data.get("codes", "") in answer.text


def test_one_that_was_closed_meanwhile_is_left_as_it_is(staff, version):
    first, second = public(template_version=version), public(template_version=version)
    codes = f"{first.code}\n{second.code}"
    revoke_certificate(certificate=first, reason_code="wrong_grounds", by=None)
    revoke_many(staff, codes=codes, shown=[str(first.uuid), str(second.uuid)])
    assert first.events.filter(kind="revoked").count() == 1
    assert second.events.filter(kind="revoked").count() == 1


def test_collections_are_called_what_the_host_calls_them(staff, version):
    def name(sender, collections, **kwargs):
        return {key: f"Spring {key[-1]}" for key in collections if key}

    public(template_version=version, collection="cohort:7")
    collections_named.connect(name)
    try:
        assert "Spring 7" in staff.get(reverse(f"{OURS}:counts")).text
        assert "Spring 7" in staff.get(reverse(f"{OURS}:revoke_many")).text
    finally:
        collections_named.disconnect(name)


def test_counts_tell_states_by_collection_partner_and_month(staff, version):
    partner = PartnerFactory(name="Kuntayhtymä")
    kept, ended, revoked = (
        public(template_version=version, collection="a", **changes)
        for changes in ({}, {"valid_until": ISSUED + timedelta(days=1)}, {})
    )
    issued(template_version=version, collection="a")
    revoke_certificate(certificate=revoked, reason_code="technical", by=None)
    for certificate in (kept, ended):
        terms = GrantTerms(partner=partner, basis=Basis.CONSENT, purpose="Why")
        grant_to_partner(certificate=certificate, terms=terms, at=ISSUED)
    tables = staff.get(reverse(f"{OURS}:counts")).context["tables"]
    by_collection, by_partner, by_month = (table.rows for table in tables)
    assert [row[:5] for row in by_collection] == [("a", 3, 2, 0, 1)]
    assert [row[:5] for row in by_partner] == [("Kuntayhtymä", 2, 2, 0, 0)]
    assert [row.issued for row in by_month] == [3]


@pytest.mark.parametrize("screen", ["counts", "certificate", "refused", "batch"])
def test_screens_ask_as_much_for_many_rows_as_for_few(staff, version, screen):
    from django.db import connection

    batch = begin_batch(name="Spring", total=60, by=None)
    name = (
        f"{OURS}:counts"
        if screen == "counts"
        else f"valmentamo_certificates_{screen}:index"
    )

    def grow(count):
        for _n in range(count):
            public(template_version=version, batch=batch)
            issued(template_version=version, batch=batch, name="\U0001f600")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert staff.get(reverse(name)).status_code == 200
        return len([q for q in captured if "valmentamo_certificates" in q["sql"]])

    grow(2)
    few = queries()
    grow(18)
    assert queries() == few


def test_progress_of_a_bulk_issue_is_told_to_the_script(staff, version):
    batch = begin_batch(name="Spring", total=3, by=None)
    public(template_version=version, batch=batch)
    issued(template_version=version, batch=batch)
    address = reverse(f"{OURS}:batch_progress", args=[batch.pk])
    assert staff.get(address).json() == {
        "total": 3,
        "ready": 1,
        "refused": 0,
        "settled": 1,
        "is_done": False,
    }
    page = staff.get(
        reverse("valmentamo_certificates_batch:inspect", args=[batch.pk])
    ).text
    assert 'max="3" value="1"' in page


def test_staff_replace_a_certificate_with_a_corrected_one(staff, version):
    old = public(template_version=version)
    address = reverse(f"{OURS}:reissue", args=[old.pk])
    form = staff.get(address).context["form"]
    data = {
        name: form.get_initial_for_field(f, name) for name, f in form.fields.items()
    }
    answer = staff.post(address, data | {"name": "Aino Rautio-Mäki"})
    assert answer.status_code == 302
    old.refresh_from_db()
    assert old.superseded_by.printed_name == "Aino Rautio-Mäki"
    page = staff.get(
        reverse("valmentamo_certificates_certificate:inspect", args=[old.pk])
    ).text
    assert old.superseded_by.printed_code in page


def test_staff_renew_a_certificate_until_a_day_ahead(staff, version):
    old = public(template_version=version, valid_until=ISSUED + timedelta(days=365))
    address = reverse(f"{OURS}:renew", args=[old.pk])
    late = staff.post(address, {"valid_until": "2020-01-01"})
    assert "Give a day that is still ahead." in late.text
    staff.post(address, {"valid_until": "2040-01-31"})
    new = Certificate.objects.get(renews=old)
    assert new.valid_until.isoformat() == "2040-01-31T22:00:00+00:00"
    assert new.last_day == date(2040, 1, 31)


def test_what_could_not_be_made_stands_in_a_list_with_its_reason(staff, version):
    public(template_version=version, name="Ready Rautio")
    issued(template_version=version, name="Bad \U0001f600")
    page = staff.get(reverse("valmentamo_certificates_refused:index")).text
    assert "Bad" in page
    assert "Ready Rautio" not in page


@pytest.mark.parametrize(
    "name",
    [
        f"{OURS}:counts",
        f"{OURS}:revoke_many",
        "valmentamo_certificates_refused:index",
        "valmentamo_certificates_batch:index",
    ],
)
def test_screens_are_closed_to_those_without_the_right(author, name):
    assert author.get(reverse(name)).status_code == 302
