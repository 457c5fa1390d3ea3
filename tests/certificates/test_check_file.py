"""Check this file: what the page says of an upload, and what it never does."""

import os

import pytest
from django.core.files import uploadhandler
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from certificates import filing, keys, verifying
from certificates.enums import Reason
from certificates.models import CertificateFile, MissWindow
from certificates.sealing import process
from certificates.sealing.signing import seal
from certificates.services.keeping_keys import publish_key
from certificates.services.status import (
    change_status,
    revoke_certificate,
    suspend_certificate,
    withdraw_certificate,
)
from certificates.views import check_file as door
from tests.certificates.factories import DISCLAIMER, FACTS, ready
from tests.certificates.sealed import flipped, page

pytestmark = pytest.mark.django_db
DOOR = "/en/tarkista/tiedosto/"


@pytest.fixture
def row(drawn):
    return ready()


def stored(row):
    with filing.read(row.files.get().storage_key) as file:
        return file.read()


def send(client, data, **extra):
    file = SimpleUploadedFile("todistus.pdf", data, "application/pdf")
    return client.post(DOOR, {"file": file}, **extra)


def text(response):
    return " ".join(response.content.decode().split())


def sealed_here():
    publish_key(key=keys.seal_key())
    return seal(page()).data


def test_genuine_file_is_said_to_be_so_with_the_way_to_its_page(client, row):
    response = send(client, stored(row))
    body = text(response)
    with translation.override("en"):
        address = reverse("valmentamo_certificates:verify", args=[row.printed_code])
    assert response.status_code == 200
    assert "The certificate is genuine and valid" in body
    assert f'href="{address}"' in body
    assert FACTS["fi"].course in body
    assert DISCLAIMER["en"] in body
    assert not MissWindow.objects.exists()


def test_answer_tells_nothing_beyond_the_page_of_the_code(client, row):
    body = text(send(client, stored(row)))
    facts = FACTS["fi"]
    hidden = ["Rautio", "Áilu", facts.innovation, facts.learner_organisation]
    assert [word for word in hidden if word in body] == []


@pytest.mark.parametrize(
    ("close", "extra", "heading", "why"),
    [
        (revoke_certificate, {"reason_code": Reason.TECHNICAL}, "revoked", "technical"),
        (suspend_certificate, {}, "suspended", "until the matter is settled"),
        (withdraw_certificate, {}, "no longer available", "Ask the holder"),
        (change_status, {"event": "superseded"}, "replaced by a new one", "Reason"),
    ],
)
def test_genuine_file_of_a_closed_certificate_says_its_state(
    client, row, close, extra, heading, why
):
    close(certificate=row, by=None, **extra)
    body = text(send(client, stored(row)))
    assert heading in body
    assert why in body
    assert "genuine and valid" not in body
    assert "just as it was issued" in body


def test_withdrawn_file_shows_no_facts(client, row):
    withdraw_certificate(certificate=row, by=None)
    assert FACTS["fi"].course not in text(send(client, stored(row)))


OTHERS = {
    "altered": (lambda: flipped(sealed_here(), 3000), 200, "changed after it was"),
    "unknown": (sealed_here, 200, "has our seal, but the certificate is not found"),
    "no seal": (page, 200, "does not have our seal"),
    "no PDF": (lambda: b"GIF89a", 200, "can&#x27;t be read as a PDF"),
    "a page": (lambda: b"%PDF-1.7\n<script>alert(1)</script>", 200, "as a PDF"),
    "too large": (lambda: b"%PDF-" + bytes(verifying.MOST_BYTES), 413, "too large"),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_every_other_file_is_told_apart_and_counts_as_a_miss(client, kind):
    make, status, words = OTHERS[kind]
    data = make()
    response = send(client, data)
    assert response.status_code == status
    assert words in text(response)
    assert MissWindow.objects.get().misses == 1


def test_no_file_is_asked_for_beside_its_field(client):
    response = client.post(DOOR, {})
    assert response.status_code == 422
    assert "Choose a PDF file." in text(response)
    assert 'aria-invalid="true"' in text(response)


def test_both_ways_stand_on_the_page_and_work_as_plain_forms(client):
    body = text(client.get("/en/tarkista/"))
    assert f'action="{DOOR}" method="post" enctype="multipart/form-data"' in body
    assert 'type="file" id="certificate-file" name="file"' in body
    assert 'name="code"' in body
    assert client.get(DOOR).url == "/en/tarkista/"


def test_answer_is_kept_from_search_engines_and_caches(client, row):
    response = send(client, stored(row))
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "same-origin"
    assert 'name="robots" content="noindex' in text(response)


def test_request_that_is_too_large_is_answered_unread(client):
    class Unread:
        def read(self, *_size):
            raise AssertionError

        readline = read

    most = verifying.MOST_BYTES + door.WRAPPING
    length = str(most + 1)
    response = client.post(DOOR, {}, CONTENT_LENGTH=length, **{"wsgi.input": Unread()})
    assert response.status_code == 413


def test_nothing_of_the_file_reaches_a_disk(client, monkeypatch, tmp_path, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    opened = []
    monkeypatch.setattr(
        uploadhandler, "TemporaryUploadedFile", lambda *a: opened.append(a)
    )
    before = set(filing.storage().listdir("")[0])
    assert send(client, b"GIF89a" * 1000).status_code == 200
    assert opened == []
    assert os.listdir(tmp_path) == []
    assert set(filing.storage().listdir("")[0]) == before
    assert not CertificateFile.objects.exists()


def test_form_without_its_token_is_refused(row):
    strict = Client(enforce_csrf_checks=True)
    assert send(strict, stored(row)).status_code == 403


def test_files_and_codes_share_the_limit(client, row, settings):
    settings.VALMENTAMO_CERTIFICATES_MISS_LIMIT = 2
    assert send(client, b"GIF89a").status_code == 200
    assert client.get("/t/x/").status_code == 404
    assert send(client, stored(row)).status_code == 429
    assert client.get(f"/t/{row.printed_code}/").status_code == 429


def test_who_comes_while_another_file_is_read_is_asked_to_try_again(client, db):
    with process._free:
        response = send(client, b"%PDF-1.7 somebody's")
    assert response.status_code == 503
    assert "Another file is being checked" in text(response)
    assert send(client, b"%PDF-1.7 somebody's").status_code == 200
