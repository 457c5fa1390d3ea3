"""Fixtures of the certificates tests."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from certificates.services import producing


@pytest.fixture
def drawn(monkeypatch):
    """Draw without WeasyPrint; the list says what was asked for."""
    calls = []

    def draw(certificate, language):
        calls.append(language)
        return f"%PDF {certificate.code} {language}".encode()

    monkeypatch.setattr(producing, "draw_certificate", draw)
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
