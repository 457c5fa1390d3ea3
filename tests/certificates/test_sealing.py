"""The seal: into its own field, over the whole file, and nothing may be changed after."""

import asyncio
import io
import os

import pikepdf
import pytest

from certificates import keys, verifying
from certificates.exceptions import SealFailed
from certificates.models import CertificateFile, IssueJob, PublicKey
from certificates.sealing.inspection import inspect
from certificates.sealing.signing import Sealed, seal
from certificates.services import making
from certificates.services.keeping_keys import publish_key, retire_key
from certificates.services.making import make_file
from certificates.services.producing import produce
from certificates.verifying import Answer, check_file, check_seal
from tests.certificates.factories import ISSUED, issued, ready
from tests.certificates.sealed import flipped, page, strangers_key
from valmentamo.pdf.rendering import render

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]


@pytest.fixture
def sealed():
    publish_key(key=keys.seal_key())
    return seal(page()).data


def test_seal_is_ours_whole_certified_and_names_who_and_when(sealed):
    report = check_seal(sealed)
    assert report.is_good
    assert report.kid == keys.seal_key().kid
    assert report.signer == "Development"
    assert report.signed_at is not None


def test_sealing_adds_to_the_file_and_uses_the_field_in_the_structure(sealed):
    assert sealed.startswith(page())
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        assert field.V.SubFilter == "/ETSI.CAdES.detached"
        assert pdf.Root.Perms.DocMDP.objgen == field.V.objgen
        assert int(field.V.Reference[0].TransformParams.P) == 1
        assert "/StructParent" in field


def test_file_without_a_field_or_with_a_seal_is_refused(sealed):
    from datetime import UTC, datetime

    bare = render("<html lang=fi><title>x</title>x", created=datetime.now(UTC))
    for data in (bare, sealed, b"", b"%PDF-1.7 nothing"):
        with pytest.raises(SealFailed):
            seal(data)


def test_seal_of_a_retired_key_holds_and_of_a_compromised_one_proves_nothing(sealed):
    alias = keys.seal_key().alias
    retire_key(alias=alias)
    assert check_seal(sealed).is_good
    retire_key(alias=alias, compromised=True)
    assert check_file(sealed).answer == Answer.NOT_OURS


@pytest.mark.parametrize("share", [0.1, 0.5, 0.97])
def test_one_flipped_byte_breaks_the_seal(sealed, share):
    changed = flipped(sealed, int(len(sealed) * share))
    assert not check_seal(changed).is_good


def test_addition_after_the_seal_is_seen(sealed):
    report = check_seal(sealed + b"\n% more\n")
    assert (report.intact, report.changed_after, report.is_good) == (True, True, False)


def test_file_as_issued_is_known_with_what_is_true_of_it_now():
    row = ready(languages=["fi", "sv"])
    from certificates import filing

    stored = row.files.get(language="sv")
    with filing.read(stored.storage_key) as file:
        data = file.read()
    found = check_file(data)
    assert (found.answer, found.certificate, found.language) == (
        Answer.KNOWN,
        row,
        "sv",
    )
    assert found.verdict.is_open
    assert stored.seal_kid == PublicKey.objects.get(purpose="seal").kid
    assert data.startswith(b"%PDF")
    assert len(stored.unsealed_sha256) == 64
    assert check_file(flipped(data, 3000)).answer == Answer.ALTERED
    assert check_file(data + b"\n").answer == Answer.ALTERED


def test_second_making_gives_the_same_page_and_credential_under_another_seal():
    row = issued()
    first, second = (
        make_file(certificate=row, language="fi", at=ISSUED) for _ in range(2)
    )
    assert first.unsealed_sha256 == second.unsealed_sha256
    assert first.credential == second.credential
    assert first.sha256 != second.sha256


def test_seal_that_does_not_hold_is_never_stored(monkeypatch):
    row = issued()
    monkeypatch.setattr(
        making, "seal", lambda page, key: Sealed(flipped(seal(page).data, 99), key.kid)
    )
    assert not produce(certificate_id=row.pk, at=ISSUED)
    assert not CertificateFile.objects.exists()
    assert "does not hold" in IssueJob.objects.get(certificate=row).last_error


def test_answer_tells_unknown_foreign_and_other_files_apart(sealed, settings, tmp_path):
    foreign = seal(page(), key=strangers_key(tmp_path, settings)).data
    answers = {
        "sealed here, no row": check_file(sealed).answer,
        "sealed by another": check_file(foreign).answer,
        "without a seal": check_file(page()).answer,
        "not a PDF": check_file(b"GIF89a").answer,
        "too large": check_file(b"%PDF-" + bytes(verifying.MOST_BYTES)).answer,
    }
    assert list(answers.values()) == [
        Answer.UNKNOWN,
        Answer.NOT_OURS,
        Answer.NOT_OURS,
        Answer.NOT_A_PDF,
        Answer.TOO_LARGE,
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n" + os.urandom(5000),
        b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000,
        b"%PDF-1.7\nxref\n0 99999999\n" + b"0" * 1000 + b"\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\ntrailer <</Root 1 0 R /Prev 9>>\nstartxref\n9\n%%EOF",
    ],
    ids=["noise", "nesting", "entries", "loop"],
)
def test_hostile_file_is_refused_and_harms_nothing(data):
    assert check_file(data).answer in (Answer.NOT_A_PDF, Answer.NOT_OURS)


def test_file_is_sealed_and_read_where_an_event_loop_is_running():
    async def inside():
        key = keys.seal_key()
        return inspect(seal(page(), key=key).data, {key.kid: key.public_pem})

    assert asyncio.run(inside()).is_good
