"""Fixtures of the certificates tests."""

import pytest
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
