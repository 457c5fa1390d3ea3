"""The CMS with our user model, our mark and our groups."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.users.models import UserProfile

AUTHORS = "Authors"
CENTRE = "Centre administrators"


@pytest.fixture
def enter(client, settings, make_person):
    settings.CMS_REQUIRES_MFA = False

    def go(**extra):
        user = make_person("staff@example.org", **extra)
        client.force_login(user)
        return client

    return go


def test_the_cms_shows_our_mark(enter, tree):
    page = enter(is_superuser=True).get("/admin/").content.decode()
    assert "theme/brand/symboli-valkoinen" in page


def test_people_are_added_without_a_user_name(enter, tree):
    client = enter(is_superuser=True)
    assert client.get("/admin/users/").status_code == 200
    assert client.get("/admin/users/new/").status_code == 200
    data = {
        "email": "uusi@example.org",
        "first_name": "Uusi",
        "last_name": "Ihminen",
        "password1": "correct horse battery",
        "password2": "correct horse battery",
    }
    assert client.post("/admin/users/new/", data).status_code == 302
    assert get_user_model().objects.filter(email="uusi@example.org").exists()


def test_people_are_edited(enter, tree, person):
    client = enter(is_superuser=True)
    url = f"/admin/users/edit/{person.pk}/"
    assert client.get(url).status_code == 200
    data = {
        "email": person.email,
        "first_name": "Aino-Maija",
        "last_name": "Rautio",
        "is_active": "on",
    }
    assert client.post(url, data).status_code == 302
    person.refresh_from_db()
    assert person.first_name == "Aino-Maija"


def test_an_author_writes_but_does_not_publish(enter, tree):
    client = enter(groups=[AUTHORS])
    page = tree.homes["fi"].get_children().get(slug="tietosuoja")
    permissions = page.permissions_for_user(
        get_user_model().objects.get(email="staff@example.org")
    )
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    assert permissions.can_edit()
    assert not permissions.can_publish()


def test_a_centre_administrator_publishes_in_every_language(enter, tree):
    enter(groups=[CENTRE])
    user = get_user_model().objects.get(email="staff@example.org")
    for home in tree.homes.values():
        assert home.permissions_for_user(user).can_publish()


def test_a_person_without_a_group_does_not_enter(enter, tree):
    assert enter().get("/admin/").status_code == 302


def test_the_groups_are_made_once(tree):
    from accounts.services.groups import ensure_groups

    ensure_groups(pages=list(tree.homes.values()))
    author = Group.objects.get(name=AUTHORS)
    count = author.page_permissions.count()
    ensure_groups(pages=list(tree.homes.values()))
    assert author.page_permissions.count() == count == 6
    assert author.permissions.filter(codename="access_admin").exists()


def test_authors_have_no_rights_on_assessments_and_results(tree):
    from accounts.services.groups import ensure_groups

    author, _centre = ensure_groups(pages=list(tree.homes.values()))
    rubric = author.permissions.filter(content_type__app_label="valmentamo_rubric")
    models = set(rubric.values_list("content_type__model", flat=True))
    assert models == {"rubric", "rubricversion", "exemplar"}


def test_the_cms_leads_each_person_back_to_the_site_in_their_language(enter, tree):
    client = enter(is_superuser=True)
    person = get_user_model().objects.get(email="staff@example.org")
    for language, address in (("sv", "/sv/"), ("fi", "/")):
        UserProfile.objects.update_or_create(
            user=person, defaults={"preferred_language": language}
        )
        page = client.get("/admin/").content.decode()
        assert f'"url": "{address}"' in page
