"""A partner's reader: sees and fetches what is shared with the partner, nothing else."""

import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from certificates.enums import Basis
from certificates.services.sharing import GrantTerms
from tests.browser.seeding import account, partner_with_reader
from tests.browser.steps.account import log_in
from tests.browser.steps.certificate import fetch
from tests.certificates.factories import ready


@pytest.fixture
def shared(cast):
    """Two certificates, each shared with one of two partners."""

    def certificate(name, partner):
        terms = GrantTerms(
            partner=partner, basis=Basis.CONSENT, purpose="Työnantajalle."
        )
        return ready(
            recipient=account(),
            name=name,
            grants=[terms],
            at=timezone.now() - timedelta(days=2),
        )

    partner, reader = partner_with_reader()
    other, _reader = partner_with_reader("Toinen kumppani ry")
    return reader, certificate("Pirkko Salo", partner), certificate("Olli Aho", other)


def test_a_reader_sees_and_fetches_the_partners_certificates_only(house, shared):
    reader, own, foreign = shared
    visit = house.visit("fi", looks=True)
    visit.open(visit.path("account_login"))
    log_in(visit, reader.email)
    partner = own.grants.get().partner
    listed = visit.path("valmentamo_certificates:partner_list", partner.slug)
    visit.hand.press(visit.page.locator(f'header nav a[href="{listed}"]'))
    visit.sees("Pirkko Salo")
    visit.look("partner's certificates")
    assert "Olli Aho" not in visit.page.content()

    paper = fetch(visit, visit.page.locator('main a[href$=".pdf"]').first)
    assert "Pirkko Salo" in paper.text
    assert paper.pages == 1

    for slug, code in (
        (partner.slug, foreign.printed_code),
        (foreign.grants.get().partner.slug, foreign.printed_code),
    ):
        door = visit.path("valmentamo_certificates:partner_download", slug, code, "fi")
        answer = visit.page.goto(visit.url + door)
        assert answer.status == 404
    visit.look("page not found")


def test_a_reader_narrows_the_list_and_takes_a_zip_without_a_mouse(house, shared):
    reader, own, _foreign = shared
    partner = own.grants.get().partner
    visit = house.visit("fi", user=reader, keyboard=True, looks=True)
    visit.open(visit.path("valmentamo_certificates:partner_list", partner.slug))
    visit.write("q", "Salo")
    visit.press("Narrow")
    visit.sees(own.printed_code)
    visit.tick("chosen", own.printed_code)
    with visit.page.expect_download() as taken:
        visit.press("Download certificates, ZIP")
    with zipfile.ZipFile(taken.value.path()) as package:
        papers = [name for name in package.namelist() if name.endswith(".pdf")]
        assert package.read(papers[0]).startswith(b"%PDF")
    assert len(papers) == 1

    visit.write("q", "Virtanen")
    visit.press("Narrow")
    visit.reads("No certificate matches")
    visit.look("nothing matches")
