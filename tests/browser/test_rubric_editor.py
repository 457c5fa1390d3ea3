"""A draft of a rubric is edited with nothing but a keyboard, and by dragging."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from accounts.services.groups import AUTHORS
from rubric.models import Rubric, RubricVersion
from rubric.services.publishing import start_draft
from tests.browser.hands import Keyboard
from tests.browser.looking import AXE, Looks, wear
from tests.browser.seeding import account

PHONE = {"width": 390, "height": 844}


#: Wagtail takes the form as it was two seconds after it came.
SETTLED = 2_600  # ms


@pytest.fixture
def draft(cast):
    return start_draft(rubric=Rubric.objects.first(), label="2.0")


@pytest.fixture
def author(cast, settings):
    settings.CMS_REQUIRES_MFA = False
    user = account(first_name="Outi", last_name="Salmela")
    user.groups.add(Group.objects.get(name=AUTHORS))
    UserProfile.objects.create(user=user, preferred_language="en")
    return user


@pytest.fixture
def editor(house, author, draft):
    """The editor, and every error that its scripts meet."""

    def go(**options):
        visit = house.visit("en", user=author, **options)
        visit.errors = []
        visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
        visit.open(f"/admin/rubric/{draft.uuid}/edit/")
        return visit

    return go


def criteria(draft):
    return list(RubricVersion.objects.get(pk=draft.pk).criteria.all())


def rows(page):
    return page.locator("[data-criterion]")


def row(page, criterion):
    return page.locator(f'[data-criterion="{criterion.uuid}"]')


def test_the_whole_of_editing_needs_no_mouse(editor, draft):
    first, second, *others = criteria(draft)
    visit = editor()
    page, hand = visit.page, Keyboard(visit.page)

    hand.press(row(page, second).locator("summary"))
    hand.write(page.locator(f"#id_c-{second.uuid}-level2-fi"), "Uusi kuvaus")
    hand.press(row(page, second).locator('[data-move="up"]'))
    expect(rows(page).first).to_have_attribute("data-criterion", str(second.uuid))
    expect(page.locator(f"#up-{second.uuid}")).to_be_focused()
    expect(page.locator("[data-announce]")).to_contain_text("1")

    hand.press(page.locator("[data-add]"))
    expect(page.locator("#id_c-new-1-name-fi")).to_be_focused()
    page.keyboard.type("Leviäminen")
    expect(page.locator("#c-new-1 summary")).to_contain_text("Leviäminen")
    hand.write(page.locator("#id_c-new-1-weight"), "7")
    expect(page.locator("[data-sum]")).to_have_text("107")

    hand.press(row(page, first).locator("summary"))
    hand.press(row(page, first).locator("[data-remove]"))
    expect(row(page, first).locator("[data-keep]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(row(page, first).locator("summary")).to_be_focused()

    hand.press(page.locator(".vr-bar button"))
    expect(page.locator(".messages .success")).to_be_visible()
    now = criteria(draft)
    assert [c.key for c in now] == [
        *(second.key, first.key, *(c.key for c in others), "leviaminen")
    ]
    assert now[0].levels.get(value=2).descriptor.data["fi"] == "Uusi kuvaus"
    assert now[0].uuid == second.uuid
    assert now[-1].weight == 7
    assert visit.errors == []


def test_a_criterion_is_dragged_to_another_place(editor, draft):
    first, second, third, *_others = criteria(draft)
    visit = editor()
    page = visit.page
    handle = row(page, first).locator("[data-handle]")
    handle.scroll_into_view_if_needed()
    start = handle.bounding_box()
    end = row(page, third).bounding_box()
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 8, end["y"] + end["height"] - 4, steps=12)
    page.mouse.up()
    order = [r.get_attribute("data-criterion") for r in rows(page).all()][:3]
    assert order == [str(c.uuid) for c in (second, third, first)]
    page.locator(".vr-bar button").click()
    expect(page.locator(".messages .success")).to_be_visible()
    assert [c.uuid for c in criteria(draft)][:3] == [
        second.uuid,
        third.uuid,
        first.uuid,
    ]


def test_a_gap_shows_at_once_and_its_counter_leads_to_it(editor, draft):
    first = criteria(draft)[0]
    page = editor().page
    row(page, first).locator("summary").click()
    field = page.locator(f"#id_c-{first.uuid}-level3-sv")
    field.fill("")
    expect(field.locator("xpath=..").get_by_text("Missing")).to_be_visible()
    row(page, first).locator("summary").click()
    page.locator('[data-count="sv"] a').click()
    expect(field).to_be_focused()


def test_leaving_with_unsaved_text_asks_first(editor, draft):
    page = editor().page
    page.wait_for_timeout(SETTLED)
    page.locator("#id_t-title-fi").click()
    page.keyboard.type("Muutettu ")
    expect(page.get_by_text("unsaved edits")).to_be_visible()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Preview").first.click()
    expect(page.locator("iframe")).to_be_visible()
    assert asked == ["beforeunload"]


def test_without_a_script_the_same_buttons_send_the_form(editor, draft):
    first, second, *_others = criteria(draft)
    page = editor(scripted=False).page
    page.locator(f"#down-{first.uuid}").click()
    expect(rows(page).first).to_have_attribute("data-criterion", str(second.uuid))
    page.locator(".vr-bar button").click()
    assert criteria(draft)[0].uuid == second.uuid


@pytest.mark.parametrize("screen", ["edit/", "preview/", "preview/page/?as=assessor"])
def test_the_screens_bear_axe_in_light_and_dark_and_a_phone(editor, draft, screen):
    page = editor().page
    page.goto(page.url.replace("edit/", screen))
    for details in page.locator("details.vr-criterion__body").all()[:2]:
        details.evaluate("(details) => { details.open = true }")
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
