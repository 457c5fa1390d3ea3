"""A rubric goes out of the CMS as a file and comes back as a draft."""

import os
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from accounts.services.groups import AUTHORS
from rubric.models import Rubric, RubricVersion
from tests.browser.looking import AXE, Looks, wear
from tests.browser.seeding import account

DATA = Path(__file__).parents[1] / "rubric" / "data"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def author(cast, settings):
    settings.CMS_REQUIRES_MFA = False
    user = account(first_name="Outi", last_name="Salmela")
    user.groups.add(Group.objects.get(name=AUTHORS))
    UserProfile.objects.create(user=user, preferred_language="en")
    return user


@pytest.fixture
def visit(house, author):
    return house.visit("en", user=author)


@pytest.fixture
def version(cast):
    return Rubric.objects.first().versions.first()


def read_in(page, path, **choices):
    page.locator("input[type=file]").set_input_files(path)
    for name, value in choices.items():
        page.locator(f"[name={name}]").select_option(value)
    page.get_by_role("button", name="Read the file in").click()


def test_a_version_is_downloaded_and_read_in_as_a_draft(visit, version, tmp_path):
    visit.open(f"/admin/rubric/{version.uuid}/export/")
    page = visit.page
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download Excel workbook").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.suffix == ".xlsx"

    visit.open("/admin/rubric/import/")
    read_in(page, path)
    expect(page.get_by_text("Nothing is missing")).to_be_visible()
    draft = RubricVersion.objects.open().get()
    assert draft.rubric == version.rubric
    page.get_by_role("link", name="Open in the editor").click()
    expect(page.locator("[data-criterion]")).to_have_count(version.criteria.count())


SCREENS = {
    "export": None,
    "import": None,
    "faults": "faulty.csv",
    "draft": "canvas-ragged.csv",
}


@pytest.mark.parametrize("name", SCREENS)
def test_the_screens_bear_axe_in_light_and_dark_and_a_phone(
    visit, version, name, tmp_path
):
    page, file = visit.page, SCREENS[name]
    address = f"{version.uuid}/export/" if name == "export" else "import/"
    visit.open(f"/admin/rubric/{address}")
    if file == "faulty.csv":
        text = (DATA / "canvas-exported.csv").read_text()
        (tmp_path / file).write_text(text.replace(".0,", " points,"))
        read_in(page, tmp_path / file)
        expect(page.get_by_role("alert").first).to_be_visible()
    elif file:
        read_in(page, DATA / file, language="en")
        expect(page.get_by_text("before it can be published")).to_be_visible()
    found = []
    for scheme in ("light", "dark"):
        wear(page, scheme)
        for size in ({"width": 1280, "height": 900}, PHONE):
            page.set_viewport_size(size)
            picture(page, f"{name}-{scheme}-{size['width']}")
        results = Looks().axe.run(page, context="main", options=AXE).response
        found += [
            f"{scheme} {fault['id']}: {node['html'][:200]}"
            for fault in results["violations"]
            for node in fault["nodes"][:3]
        ]
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
    assert found == []


def picture(page, name):
    """Kept for looking at, where a folder is named."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
