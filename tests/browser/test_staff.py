"""Staff at the CMS: a second factor first, and no request to another host."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from accounts.services.groups import AUTHORS
from tests.browser.seeding import account
from tests.browser.steps.account import log_in


@pytest.fixture
def author(cast):
    user = account(first_name="Outi", last_name="Salmela")
    user.groups.add(Group.objects.get(name=AUTHORS))
    return user


def test_an_author_must_set_up_a_second_factor_before_the_cms_opens(house, author):
    visit = house.visit("fi", looks=True)
    visit.open("/admin/")
    log_in(visit, author.email)
    expect(visit.page).to_have_url(visit.url + visit.path("mfa_index"))
    visit.look("log-in security")
    visit.open("/admin/pages/")
    expect(visit.page).to_have_url(visit.url + visit.path("mfa_index"))


def test_an_author_finds_the_course_in_the_explorer(house, cast, author, settings):
    settings.CMS_REQUIRES_MFA = False
    visit = house.visit("fi", user=author)
    visit.open("/admin/")
    expect(visit.page.locator("main")).to_be_visible()
    page = cast.page("m1e1")
    visit.open(f"/admin/pages/{page.get_parent().pk}/")
    visit.sees(page.title)
    visit.open(f"/admin/pages/{page.pk}/edit/")
    expect(visit.page.locator('[name="title"]')).to_have_value(page.title)
