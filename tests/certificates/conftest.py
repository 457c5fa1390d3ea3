"""Fixtures of the certificates tests."""

import hashlib
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from certificates.services import producing
from certificates.services.making import MadeFile


def made(data):
    """A file as the pipeline hands it over, without a seal."""
    digest = hashlib.sha256(data).hexdigest()
    return MadeFile(
        data=data,
        sha256=digest,
        unsealed_sha256=digest,
        seal_kid="x",
        credential={},
        credential_kid="x",
    )


@pytest.fixture
def drawn(monkeypatch):
    """Make files without WeasyPrint and seal; the list says what was asked for."""
    calls = []

    def make(*, certificate, language, at):
        calls.append(language)
        return made(f"%PDF {certificate.code} {language}".encode())

    monkeypatch.setattr(producing, "make_file", make)
    return calls


@pytest.fixture
def english():
    """Messages as they are written in the source, whatever has been translated."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _printed_host(settings):
    """The host on paper is not the one that the tests ask."""
    settings.VALMENTAMO_CERTIFICATES_BASE_URL = "https://valmentamo.example"


@pytest.fixture
def own_queries():
    """Count what this app asks of the database, whatever the site around it asks."""

    @contextmanager
    def count():
        statements = []
        with CaptureQueriesContext(connection) as captured:
            yield statements
        statements += [
            query["sql"]
            for query in captured.captured_queries
            if "valmentamo_certificates" in query["sql"]
        ]

    return count
