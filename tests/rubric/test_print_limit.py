"""One network gets only so many documents of the public page in a while."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from rubric.exceptions import TooManyPrints
from rubric.models import PrintWindow
from rubric.services.limiting import claim_print
from tests.rubric.factories import NOON
from tests.rubric.test_self_rating_page import chosen, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_are_enough(settings):
    settings.VALMENTAMO_RUBRIC_PRINT_LIMIT = 2


def post(client, version, language="en", **asked):
    with translation.override(language):
        address = reverse("valmentamo_rubric:self_rating_pdf")
    return client.post(address, chosen(version), **asked)


@pytest.fixture
def printer(monkeypatch):
    drawn = []
    monkeypatch.setattr(
        "rubric.views.self_rating.draw_self_rating",
        lambda view: drawn.append(view) or b"%PDF",
    )
    return drawn


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Try again in ten minutes."),
        ("fi", "Yritä uudelleen kymmenen minuutin kuluttua."),
        ("sv", "Försök igen om tio minuter."),
    ],
)
def test_who_asks_too_often_is_told_and_loses_nothing(
    client, version, printer, language, told
):
    for _ in range(2):
        assert post(client, version, language).status_code == 200
    answer = post(client, version, language)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 601
    assert told in words(answer)
    assert "note on need" in words(answer)
    assert len(printer) == 2


def test_another_network_has_a_share_of_its_own(client, version, printer):
    for _ in range(3):
        post(client, version, REMOTE_ADDR="192.0.2.1")
    assert post(client, version, REMOTE_ADDR="192.0.2.2").status_code == 200
    assert post(client, version, REMOTE_ADDR="2001:db8::1").status_code == 200
    post(client, version, REMOTE_ADDR="2001:db8::2")
    assert post(client, version, REMOTE_ADDR="2001:db8::3").status_code == 429


def test_a_form_with_gaps_costs_nothing(client, version, printer):
    with translation.override("en"):
        address = reverse("valmentamo_rubric:self_rating_pdf")
    client.post(address, {"version": str(version.uuid)})
    assert not PrintWindow.objects.exists()


def test_the_address_is_never_stored(client, version, printer):
    post(client, version, REMOTE_ADDR="192.0.2.7")
    assert "192.0.2" not in PrintWindow.objects.get().client


def test_the_next_window_begins_anew_and_old_ones_go():
    for _ in range(2):
        claim_print(client="a", at=NOON)
    with pytest.raises(TooManyPrints) as refusal:
        claim_print(client="a", at=NOON + timedelta(minutes=9))
    assert refusal.value.wait == timedelta(minutes=1)
    claim_print(client="a", at=NOON + timedelta(minutes=10))
    assert PrintWindow.objects.count() == 2
    claim_print(client="a", at=NOON + timedelta(days=2))
    assert PrintWindow.objects.count() == 1
