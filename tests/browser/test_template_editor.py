"""A new version of a certificate template, made with nothing but a keyboard."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from accounts.services.groups import CENTRE
from certificates.models import CertificateTemplateVersion
from tests.browser.hands import Keyboard
from tests.browser.looking import AXE, Looks, wear
from tests.browser.seeding import account
from tests.certificates.factories import TemplateVersionFactory

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def centre(cast, settings):
    settings.CMS_REQUIRES_MFA = False
    user = account(first_name="Pertti", last_name="Halme")
    user.groups.add(Group.objects.get(name=CENTRE))
    UserProfile.objects.create(user=user, preferred_language="en")
    return user


def faults(page):
    """What axe finds in our part of the screen, in light and dark."""
    looks, found = Looks(), []
    for scheme in ("light", "dark"):
        wear(page, scheme)
        results = looks.axe.run(page, context="main", options=AXE).response
        found += [
            f"{scheme} {fault['id']}: {node['html'][:200]}"
            for fault in results["violations"]
            for node in fault["nodes"][:3]
        ]
    return found


def test_a_text_is_changed_looked_at_and_saved_without_a_mouse(house, centre):
    published = TemplateVersionFactory()
    visit = house.visit("en", user=centre)
    page, hand = visit.page, Keyboard(visit.page)
    begin = reverse("valmentamo_certificates_cms:begin", args=[published.pk])
    visit.open(begin)
    hand.press(page.locator("main form button"))
    expect(page.locator(".messages .success")).to_be_visible()
    draft = CertificateTemplateVersion.objects.drafts().get(template=published.template)
    visit.open(reverse("valmentamo_certificates_version:edit", args=[draft.pk]))

    body = page.locator("#id_body_0")
    hand.write(body, "{nimi} on suorittanut valmennuksen {course} ({hours} h).")
    save = page.locator(".vc-bar button").first
    hand.press(save)
    field = page.locator(".vc-field", has=body)
    expect(field.locator(".vc-errors")).to_contain_text("{nimi}")
    expect(body).to_have_attribute("aria-invalid", "true")
    expect(body).to_have_value(
        "{nimi} on suorittanut valmennuksen {course} ({hours} h)."
    )
    assert faults(page) == []

    hand.write(body, "{name} on suorittanut valmennuksen {course} ({hours} h).")
    with page.expect_response("**/version/*/preview/") as shown:
        hand.press(page.locator('button[name="preview"][value="fi"]'))
    assert shown.value.status == 200
    assert shown.value.headers["content-type"] == "application/pdf"
    expect(page.locator(".vc-preview iframe")).to_be_in_viewport(ratio=0.9)

    hand.press(save)
    expect(page.locator(".messages .success")).to_be_visible()
    draft.refresh_from_db()
    assert draft.body.data["fi"].startswith("{name} on suorittanut valmennuksen")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
