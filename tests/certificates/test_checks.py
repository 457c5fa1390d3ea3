"""System checks tell what to set, and how."""

import pytest

from certificates.checks import check_settings


def ids():
    return [message.id.rpartition(".")[2] for message in check_settings()]


def test_good_settings_say_nothing():
    assert ids() == []


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("", ["E001"]),
        ("example.org", ["E002"]),
        ("https://example.org/path", ["E002"]),
        ("ftp://example.org", ["E002"]),
        ("https://example.org/", []),
    ],
)
def test_base_url_must_be_a_scheme_and_a_host(settings, url, found):
    settings.VALMENTAMO_CERTIFICATES_BASE_URL = url
    assert ids() == found


def test_storage_must_exist_and_not_be_the_public_one(settings):
    settings.VALMENTAMO_CERTIFICATES_STORAGE = "nowhere"
    assert ids() == ["E003"]
    settings.VALMENTAMO_CERTIFICATES_STORAGE = "default"
    assert ids() == ["W001"]


def test_limit_must_let_a_person_try(settings):
    settings.VALMENTAMO_CERTIFICATES_MISS_LIMIT = 0
    assert ids() == ["E004"]
