"""A browser for each person of the cast, and the way to an exercise's page."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def signed_in(user, **options) -> Client:
    client = Client(**options)
    client.force_login(user)
    return client


@pytest.fixture
def aino(cast) -> Client:
    return signed_in(cast.aino.user)


@pytest.fixture
def mikko(cast) -> Client:
    return signed_in(cast.mikko.user)


@pytest.fixture
def laila(cast) -> Client:
    return signed_in(cast.laila.user)


@pytest.fixture
def coach(cast) -> Client:
    return signed_in(cast.coach)


@pytest.fixture
def url_of(cast):
    """The address of an exercise's page; English unless asked otherwise."""

    def find(key: str, language: str = "en") -> str:
        return cast.page(key, language).get_url()

    return find


def queries(browser: Client, url: str) -> int:
    """How often a page asks the database."""
    browser.get(url)  # what is asked once a process is asked here
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(url).status_code == 200
    return len(asked)


def address(name: str, *args, language: str = "en") -> str:
    from django.utils.translation import override

    with override(language):
        return reverse(f"valmentamo_courses:{name}", args=args)
