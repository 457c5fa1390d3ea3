"""The partner's list, its filters and its files, and what is written down of them."""

import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from certificates.enums import Basis, Door
from certificates.models import DownloadLog
from certificates.services.sharing import grant_to_partner
from certificates.services.status import revoke_certificate
from tests.certificates.factories import ready
from tests.certificates.partners import DAY, PartnerCast, bearer, body, door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("drawn")]


@pytest.fixture
def cast():
    return PartnerCast()


def listed(client, cast, **asked):
    client.force_login(cast.member)
    response = client.get(door("partner_list", cast.partner.slug), asked)
    return {row.certificate.pk for row in response.context["rows"]}


def test_name_is_found_without_case_and_accents_and_code_as_it_is_typed(client, cast):
    row = cast.shared(name="Öllölä, Ánte")
    for text in ("ante", "ÖLLÖ", "ollola ante", row.printed_code.lower(), row.code):
        assert listed(client, cast, q=text) == {row.pk}
    assert listed(client, cast, q="Rautio") == {cast.row.pk}


def test_search_finds_nobody_elses(client, cast):
    ready(name="Salainen Ihminen")
    foreign = cast.shared(name="Salainen Toinen", partner=cast.other_partner)
    assert listed(client, cast, q="Salainen") == set()
    assert listed(client, cast, q=foreign.printed_code) == set()


def test_filters_narrow_by_training_time_state_and_language(client, cast):
    now = timezone.now()
    old = cast.shared(at=now - 30 * DAY, collection="cohort:1")
    swedish = cast.shared(languages=["sv"], collection="cohort:2")
    ended = cast.shared(valid_until=now - DAY)
    revoke_certificate(certificate=old, reason_code="technical", by=None)
    everybody = {cast.row.pk, old.pk, swedish.pk, ended.pk}
    day = timezone.localdate(now - 10 * DAY).isoformat()
    for asked, found in (
        ({}, everybody),
        ({"course": "cohort:1"}, {old.pk}),
        ({"issued_from": day}, everybody - {old.pk}),
        ({"issued_to": day}, {old.pk}),
        ({"state": "revoked"}, {old.pk}),
        ({"state": "expired"}, {ended.pk}),
        ({"state": "valid"}, {cast.row.pk, swedish.pk}),
        ({"language": "sv"}, {swedish.pk}),
    ):
        assert listed(client, cast, **asked) == found


def test_trainings_of_others_are_not_offered(client, cast):
    cast.shared(partner=cast.other_partner, collection="cohort:secret")
    client.force_login(cast.member)
    page = client.get(door("partner_list", cast.partner.slug))
    assert "cohort:secret" not in page.content.decode()
    asked = {"course": "cohort:secret"}
    response = client.get(door("partner_list", cast.partner.slug), asked)
    assert "course" in response.context["form"].errors


NAMES = ("=1+1", "+358 1", "-2", "@SUM(A1)")


@pytest.mark.parametrize("name", NAMES)
def test_name_is_no_formula_in_a_spreadsheet(client, cast, name):
    cast.shared(name=name)
    client.force_login(cast.member)
    csv = client.post(door("partner_csv", cast.partner.slug), {"q": name})
    assert f"'{name},".encode() in csv.content
    book = client.post(door("partner_xlsx", cast.partner.slug), {"q": name})
    sheet = load_workbook(io.BytesIO(book.content)).active
    assert (sheet["A2"].value, sheet["A2"].data_type) == (name, "s")


@pytest.mark.parametrize("name", ["partner_csv", "partner_xlsx"])
def test_files_hold_what_the_filters_leave(client, cast, name):
    other = cast.shared(name="Bo Ek")
    client.force_login(cast.member)
    response = client.post(door(name, cast.partner.slug), {"q": "Bo"})
    if name == "partner_csv":
        text = response.content.decode("utf-8-sig")
    else:
        sheet = load_workbook(io.BytesIO(response.content)).active
        text = str(list(sheet.values))
    assert other.printed_code in text
    assert cast.row.printed_code not in text
    assert response["Content-Disposition"].startswith("attachment")


DOORS = (
    ("partner_list", "get", {Door.LIST, Door.FEED}),
    ("partner_changes", "get", {Door.FEED}),
    ("partner_csv", "post", {Door.CSV}),
    ("partner_xlsx", "post", {Door.XLSX}),
    ("api_list", "get", {Door.API_LIST}),
    ("api_changes", "get", {Door.API_CHANGES}),
    ("api_manifest", "get", {Door.API_MANIFEST}),
)


@pytest.mark.parametrize(("name", "method", "doors"), DOORS)
def test_listing_is_written_down_once_a_day_for_each_certificate(
    client, cast, name, method, doors
):
    client.force_login(cast.member)
    args = [cast.partner.slug] if name.startswith("partner") else []
    for _ in range(2):
        getattr(client, method)(door(name, *args), headers=bearer(cast.token()))
    lines = DownloadLog.objects.values_list("door", "certificate", "partner")
    expected = {(kind, cast.row.pk, cast.partner.pk) for kind in doors}
    assert sorted(lines) == sorted(expected)


def test_each_file_is_written_down_each_time(client, cast):
    client.force_login(cast.member)
    address = door("partner_download", cast.partner.slug, cast.row.printed_code, "fi")
    for _ in range(2):
        body(client.get(address))
    api = door("api_file", cast.row.printed_code, "fi")
    body(client.get(api, headers=bearer(cast.token())))
    lines = list(DownloadLog.objects.order_by("pk").values_list("door", flat=True))
    assert lines == [Door.PARTNER, Door.PARTNER, Door.API_FILE]


def test_holder_reads_who_received_what_and_when_and_no_names_of_people(client, cast):
    address = door("partner_download", cast.partner.slug, cast.row.printed_code, "fi")
    client.force_login(cast.member)
    for _ in range(2):
        body(client.get(address))
    client.force_login(cast.holder)
    page = client.get(f"/en{door('mine')}").content.decode()
    assert "Who has received it" in page
    assert f"{cast.partner.name}: Partner&#x27;s download" in page
    assert "(2 times in all)" in page
    assert cast.member.email not in page
    client.force_login(cast.learner)
    assert cast.partner.name not in client.get(door("mine")).content.decode()


def test_holder_reads_what_is_shared_by_the_task_of_the_centre(client, cast):
    terms = cast.terms(
        cast.other_partner, basis=Basis.PUBLIC_TASK, purpose="Rahoittajan raportti."
    )
    grant_to_partner(certificate=cast.row, terms=terms)
    client.force_login(cast.holder)
    page = client.get(door("mine")).content.decode()
    assert "Rahoittajan raportti." in page
    stop = door("stop_sharing", cast.row.printed_code, cast.other_partner.slug)
    assert stop not in page


@pytest.mark.parametrize("name", [name for name, _method, _doors in DOORS])
def test_lists_ask_as_often_for_many_rows_as_for_few(client, cast, own_queries, name):
    client.force_login(cast.member)
    method = {key: verb for key, verb, _doors in DOORS}[name]
    args = [cast.partner.slug] if name.startswith("partner") else []
    headers = bearer(cast.token())
    getattr(client, method)(door(name, *args), headers=headers)
    counts = []
    for more in (2, 12):
        for _ in range(more):
            cast.shared()
        with own_queries() as queries:
            getattr(client, method)(door(name, *args), headers=headers)
        counts.append(len(queries))
    assert counts[0] == counts[1]
