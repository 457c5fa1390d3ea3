"""A new version of a rubric is looked through and published with a keyboard alone."""

import pytest
from django.contrib.auth.models import Group
from wagtail.users.models import UserProfile

from accounts.services.groups import CENTRE
from rubric.models import Criterion, Rubric
from rubric.services.publishing import start_draft
from tests.browser.looking import AXE, Looks, wear
from tests.browser.seeding import account

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def draft(cast):
    draft = start_draft(rubric=Rubric.objects.first(), label="2.0")
    first = draft.criteria.first()
    words = {k: v.replace("?", " now?") for k, v in first.question.data.items()}
    Criterion.objects.filter(pk=first.pk).update(question=words)
    return draft


@pytest.fixture
def page(house, cast, draft, settings):
    settings.CMS_REQUIRES_MFA = False
    user = account(first_name="Pertti", last_name="Halme")
    user.groups.add(Group.objects.get(name=CENTRE))
    UserProfile.objects.create(user=user, preferred_language="en")
    visit = house.visit("en", user=user)
    visit.open(f"/admin/rubric/{draft.uuid}/publish/")
    return visit.page


def press_until(page, wanted, key="Tab", most=400):
    """Tab on until the focus stands on what is wanted."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate(f"document.activeElement.matches({wanted!r})"):
            return
    pytest.fail(f"{wanted} was not reached")


def test_version_is_published_with_a_keyboard(page, draft):
    press_until(page, "#id_links-0-note")
    page.keyboard.type("Asked more plainly")
    press_until(page, "button[name=publish]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/history/")
    draft.refresh_from_db()
    assert draft.is_published
    link = draft.crosswalk.first()
    assert (link.kind, link.note) == ("reworded", "Asked more plainly")


@pytest.mark.parametrize("screen", ["publish", "send", "discard", "history"])
def test_screens_bear_axe_in_light_and_dark_and_a_phone(page, draft, screen):
    page.goto(page.url.replace("publish", screen))
    page.evaluate(
        "document.querySelectorAll('.rubric-publish details')"
        ".forEach(details => { details.open = true })"
    )
    looks, found = Looks(), []
    for scheme in ("light", "dark"):
        wear(page, scheme)
        results = looks.axe.run(page, context="main", options=AXE).response
        found += [
            f"{scheme} {fault['id']}: {node['html'][:200]}"
            for fault in results["violations"]
            for node in fault["nodes"][:3]
        ]
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    assert found == []
