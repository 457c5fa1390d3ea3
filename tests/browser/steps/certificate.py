"""The certificate: confirm what is printed, fetch the file, check it by its code."""

import io
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import expect

from tests.browser.visits import Visit

VALID = "The certificate is genuine and valid"
CODE = re.compile(r"\b(?:[0-9A-Z]{4}-){4}[0-9A-Z]\b")


@dataclass(frozen=True)
class Paper:
    """A downloaded certificate."""

    data: bytes
    pages: int
    text: str

    @property
    def code(self) -> str:
        found = CODE.search(self.text)
        assert found, f"No code on the certificate: {self.text}"
        return found[0]


def confirm_details(visit: Visit, name: str) -> None:
    visit.open(visit.path("valmentamo_courses:my_path"))
    visit.follow("Confirm the details")
    visit.look("certificate details")
    visit.write("name", name)
    visit.tick("names_innovation")
    visit.press("Confirm and save")
    visit.reads("The details for the certificate are saved.")


def download_own(visit: Visit) -> Paper:
    """From the end of my path to the file."""
    visit.open(visit.path("valmentamo_courses:my_path"))
    visit.reads("You have completed the course")
    visit.look("my path, completed")
    visit.follow("Open your certificates")
    visit.look("my certificates")
    files = visit.page.locator('main a[href$=".pdf"]')
    return fetch(visit, files)


def fetch(visit: Visit, link) -> Paper:
    with visit.page.expect_download() as download:
        visit.hand.press(link)
    return read(Path(download.value.path()).read_bytes())


def read(data: bytes) -> Paper:
    """Its pages and its text, as poppler reads them from the file."""
    if not shutil.which("pdftotext"):
        pytest.skip("no pdftotext: the text of the certificate was not read")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = len(pdf.pages)
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler is missing")
    told = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True
    )
    return Paper(data, pages, told.stdout.decode())


def check_code(visit: Visit, code: str) -> None:
    visit.open(visit.path("valmentamo_certificates:check"))
    visit.look("check a certificate")
    visit.write("code", code)
    visit.press("Check")


def see_validity(visit: Visit, *, family: str, name: str) -> None:
    """The initials stand there until the family name is given."""
    expect(visit.page.locator(".proof")).to_be_visible()
    expect(visit.page.locator("main")).not_to_contain_text(name)
    visit.look("certificate, valid")
    visit.write("family_name", family)
    visit.press("Show the name")
    visit.sees(name)
    visit.look("certificate, valid with the name")
    expect(visit.page.locator("#verdict")).to_have_text(visit.word(VALID))
