"""The ZIP of stored files: what is in it, what is not, and that it is signed."""

import io
import json
import zipfile

import pytest
from django.utils import timezone
from joserfc import jws
from joserfc.jwk import OKPKey

from certificates import filing, keys, manifest
from certificates.bundling import TOGETHER, Bundle
from certificates.enums import Door
from certificates.models import DownloadLog
from certificates.services.sharing import withdraw_grant
from certificates.services.status import revoke_certificate, suspend_certificate
from tests.certificates.partners import DAY, PartnerCast, bearer, body, door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("drawn")]


@pytest.fixture
def cast():
    return PartnerCast()


def fetched(client, cast, **asked):
    client.force_login(cast.member)
    response = client.post(door("partner_zip", cast.partner.slug), asked)
    return zipfile.ZipFile(io.BytesIO(body(response)))


def entries(package):
    listed = json.loads(package.read("manifest.json"))["certificates"]
    return {(entry["code"], entry["language"]): entry for entry in listed}


def checked(data, signature):
    key = OKPKey.import_key(keys.credential_key().public_pem.encode())
    return jws.validate_compact(
        jws.extract_compact(signature.encode(), data), key, ["Ed25519"]
    )


def test_files_are_stored_as_issued_under_names_of_their_own(client, cast):
    both = cast.shared(languages=["fi", "sv"])
    package = fetched(client, cast)
    assert package.testzip() is None
    assert {info.compress_type for info in package.infolist()} == {zipfile.ZIP_STORED}
    names = [
        f"{cast.row.printed_code}-fi.pdf",
        f"{both.printed_code}-fi.pdf",
        f"{both.printed_code}-sv.pdf",
    ]
    assert sorted(package.namelist()) == sorted(
        [*names, "manifest.json", "manifest.jws"]
    )
    for row in both.files.all():
        with filing.read(row.storage_key) as stored:
            name = f"{both.printed_code}-{row.language}.pdf"
            assert package.read(name) == stored.read()


def test_list_has_code_hash_status_and_time_and_is_signed(client, cast):
    package = fetched(client, cast)
    data = package.read("manifest.json")
    entry = entries(package)[cast.row.printed_code, "fi"]
    assert entry["sha256"] == cast.row.files.get().sha256
    assert entry["sha256"] == filing.sha256(package.read(entry["file"]))
    assert entry["status"] == "valid"
    assert entry["status_since"] == manifest.stamp(cast.row.issued_at)
    signature = package.read("manifest.jws").decode()
    assert checked(data, signature)
    assert not checked(data.replace(b"valid", b"valiD"), signature)


def test_closed_ones_are_listed_and_not_included(client, cast):
    suspended = cast.shared()
    revoke_certificate(certificate=cast.row, reason_code="technical", by=None)
    suspend_certificate(certificate=suspended, by=None)
    listed = entries(package := fetched(client, cast))
    for row, status in ((cast.row, "revoked"), (suspended, "suspended")):
        entry = listed[row.printed_code, "fi"]
        assert (entry["status"], entry["file"]) == (status, None)
        assert entry["left_out"] == "closed"
    assert package.namelist() == ["manifest.json", "manifest.jws"]


def test_expired_one_is_included_and_called_so(client, cast):
    ended = timezone.now() - DAY
    row = cast.shared(valid_until=ended)
    entry = entries(fetched(client, cast))[row.printed_code, "fi"]
    assert entry["status"] == "expired"
    assert entry["file"]
    assert entry["status_since"] == manifest.stamp(ended)


@pytest.mark.parametrize("how", ["deleted", "changed"])
def test_lost_file_is_said_to_be_lost_and_the_rest_goes_on(client, cast, how):
    key = cast.row.files.get().storage_key
    filing.storage().delete(key)
    if how == "changed":
        filing.store(key, b"%PDF another")
    other = cast.shared()
    listed = entries(package := fetched(client, cast))
    entry = listed[cast.row.printed_code, "fi"]
    assert (entry["file"], entry["left_out"]) == (None, "lost")
    assert f"{other.printed_code}-fi.pdf" in package.namelist()
    assert DownloadLog.objects.get(door=Door.ZIP).certificate == other


@pytest.mark.parametrize("what", ["revoked", "withdrawn"])
def test_what_is_closed_on_the_way_does_not_leave(cast, what):
    rows = [cast.shared() for _ in range(TOGETHER + 1)]
    last = rows[-1]
    keys_ = [row.pk for row in rows]
    stream = iter(Bundle(partner=cast.partner, chosen=keys_, by=cast.member))
    data = next(stream)
    if what == "revoked":
        revoke_certificate(certificate=last, reason_code="technical", by=None)
    else:
        withdraw_grant(grant=last.grants.get())
    package = zipfile.ZipFile(io.BytesIO(data + b"".join(stream)))
    assert f"{last.printed_code}-fi.pdf" not in package.namelist()
    assert len(package.namelist()) == TOGETHER + 2
    listed = {code for code, _language in entries(package)}
    assert (last.printed_code in listed) == (what == "revoked")


def test_chosen_rows_and_filters_narrow_the_package(client, cast):
    other = cast.shared(languages=["fi", "sv"], name="Bo Ek")
    chosen = fetched(client, cast, chosen=[other.printed_code])
    assert {code for code, _language in entries(chosen)} == {other.printed_code}
    swedish = fetched(client, cast, language="sv")
    assert list(entries(swedish)) == [(other.printed_code, "sv")]


def test_each_file_that_leaves_is_logged_before_it_does(cast):
    stream = iter(Bundle(partner=cast.partner, chosen=[cast.row.pk], by=cast.member))
    next(stream)
    line = DownloadLog.objects.get()
    assert (line.door, line.language, line.user) == (Door.ZIP, "fi", cast.member)
    assert (line.certificate, line.partner) == (cast.row, cast.partner)


def test_package_asks_the_database_as_often_for_each_lot(cast, own_queries):
    rows = [cast.shared().pk for _ in range(TOGETHER)]
    counts = []
    for chosen in (rows[:2], rows):
        with own_queries() as queries:
            b"".join(Bundle(partner=cast.partner, chosen=chosen, by=None))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_systems_get_the_signed_list_without_the_files(client, cast):
    response = client.get(door("api_manifest"), headers=bearer(cast.token()))
    entry = response.json()["certificates"][0]
    assert entry["file"] == f"{cast.row.printed_code}-fi.pdf"
    assert checked(response.content, response["X-JWS-Signature"])
