"""Opening the pages that publish as a person, and sending what they show."""

import pytest

pytest.importorskip("wagtail.admin")

from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import translation

from tests.rubric.factories import (
    PersonFactory,
)

SCREENS = ("publish", "send", "send_back", "archive", "discard", "history")


def person_with(*codenames):
    person = PersonFactory()
    for codename in codenames:
        app = "wagtailadmin" if codename == "access_admin" else "valmentamo_rubric"
        person.user_permissions.add(
            Permission.objects.get(codename=codename, content_type__app_label=app)
        )
    return person


def url(name, version):
    return reverse(f"valmentamo_rubric_{name}", args=[version.uuid])


def get(client, person, name, version):
    client.force_login(person)
    with translation.override("en"):
        return client.get(url(name, version), headers={"accept-language": "en"})


def page(client, person, version, name="publish"):
    response = get(client, person, name, version)
    assert response.status_code == 200
    return response.content.decode()


def form_data(response, **changes):
    """What a browser would send of the page as it was shown."""
    data = {"revision": response.context["version"].revision, "publish": "1"}
    if formset := response.context["formset"]:
        for bound in (formset.management_form, *formset.forms):
            for field in bound:
                value = field.value()
                data[field.html_name] = "" if value is None else value
    return data | changes


def publish(client, person, version, **changes):
    response = get(client, person, "publish", version)
    data = form_data(response, **changes)
    return client.post(url("publish", version), data)
