"""The editor of a template version: rows, pictures, colours, and the real PDF beside it."""

from io import BytesIO

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from certificates.models import CertificateTemplateVersion, TemplateLogo
from certificates.pictures import read
from certificates.services.templates import start_new_version
from tests.certificates.factories import (
    DISCLAIMER,
    TemplateVersionFactory,
    UserFactory,
)
from tests.certificates.test_cms import address, author, texts, version_form
from valmentamo.guarding import FrozenRow

__all__ = ["author"]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("english"),
    pytest.mark.skipif(
        not apps.is_installed("wagtail.admin"), reason="this project has no Wagtail"
    ),
]


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.CMS_REQUIRES_MFA = False


@pytest.fixture
def staff(client):
    from wagtail.users.models import UserProfile

    person = UserFactory(is_superuser=True, is_staff=True)
    UserProfile.objects.create(user=person, preferred_language="en")
    client.force_login(person)
    return client


def png(size=(300, 100), kind="PNG"):
    out = BytesIO()
    Image.new("RGB", size, "#123a7a").save(out, kind)
    return SimpleUploadedFile("logo.png", out.getvalue(), content_type="image/png")


def logo(**changes):
    name = texts("logos-0-name", dict.fromkeys(("fi", "sv", "en"), "Diak"))
    return name | {"logos-0-sort_order": "1", "logos-0-upload": png()} | changes


def save(client, **changes):
    response = client.post(address("version:add"), version_form(**changes))
    return response, CertificateTemplateVersion.objects.first()


def test_signatories_and_logos_are_saved_in_the_order_that_was_typed(staff):
    title = texts("signatories-1-title", {"fi": "a", "sv": "b", "en": "c"})
    second = {"signatories-1-name": "Aku Aho", "signatories-1-sort_order": "1"}
    first = {"signatories-0-sort_order": "2"}
    _response, version = save(staff, **second, **title, **first, **logo())
    assert [row.name for row in version.signatories.all()] == [
        "Aku Aho",
        "Eeva Pelkonen",
    ]
    kept = version.logos.get()
    assert (kept.picture_width, kept.picture_height) == (300, 100)
    assert read(kept.picture).startswith(b"\x89PNG")


def test_logo_without_a_picture_or_with_a_wrong_file_is_refused(staff):
    for upload in ("", SimpleUploadedFile("a.svg", b"<svg onload='x'/>")):
        response, version = save(staff, **logo(**{"logos-0-upload": upload}))
        assert response.status_code == 200
        assert version is None
    assert "Choose a PNG or JPEG picture" in response.content.decode()


def test_pale_colour_is_refused_with_its_measured_contrast(staff):
    response, version = save(staff, accent="#f3a530")
    assert "2.0" in response.content.decode()
    assert "4.5 : 1" in response.content.decode()
    assert version is None


@pytest.mark.parametrize("text", ["", "Näin on."])
def test_sentence_that_it_does_not_validate_the_innovation_can_not_be_taken_away(
    staff, text
):
    gone = texts("disclaimer", DISCLAIMER | {"sv": text})
    response, version = save(staff, **gone)
    assert "innovation" in response.content.decode()
    assert (response.status_code, version) == (200, None)


def test_certificate_is_called_by_its_right_name(staff):
    wrong = texts("title", {"fi": "Diplomi", "sv": "Intyg", "en": "Certificate"})
    response, version = save(staff, **wrong)
    assert "todistus" in response.content.decode()
    assert version is None


def test_rows_that_are_taken_away_go_and_a_picture_that_is_not_replaced_stays(staff):
    _response, version = save(staff, **logo())
    before, person = version.logos.get(), version.signatories.get()
    data = version_form(template=version.template_id) | {
        "logos-INITIAL_FORMS": 1,
        "logos-0-id": before.pk,
        **logo(**{"logos-0-upload": ""}),
        "signatories-INITIAL_FORMS": 1,
        "signatories-0-id": person.pk,
        "signatories-0-DELETE": "on",
    }
    staff.post(address("version:edit", version.pk), data)
    assert version.logos.get().picture == before.picture
    assert not version.signatories.exists()


def test_new_version_has_the_rows_of_the_old_one_and_the_old_ones_are_frozen():
    version = TemplateVersionFactory(published_at=None)
    TemplateLogo.objects.create(version=version, name={"fi": "Diak"}, picture="a" * 64)
    version.published_at = "2027-01-01T00:00Z"
    version.save(update_fields=["published_at"])
    copy = start_new_version(version=version)
    assert copy.logos.get().picture == "a" * 64
    assert copy.signatories.get().name == "Eeva Pelkonen"
    with pytest.raises(FrozenRow):
        version.signatories.get().save()
    with pytest.raises(FrozenRow):
        TemplateLogo.objects.create(version=version, name={"fi": "x"})


@pytest.mark.pdf
def test_what_is_typed_is_drawn_and_not_saved(staff):
    data = version_form() | logo() | {"preview": "sv", "levels": "1"}
    response = staff.post(address("cms:preview"), data)
    assert response["Content-Type"] == "application/pdf", response.content.decode()
    assert response.content.startswith(b"%PDF")
    assert "no-store" in response["Cache-Control"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert not CertificateTemplateVersion.objects.exists()


def test_preview_tells_what_is_wrong_with_the_form(staff):
    response = staff.post(address("cms:preview"), version_form(accent="#ffffff"))
    assert response.status_code == 422
    assert "4.5 : 1" in response.content.decode()


def test_preview_is_closed_to_those_who_may_not_edit(author):
    version = TemplateVersionFactory()
    response = author.get(address("cms:preview", version.pk))
    assert response.status_code in (302, 403)


def test_too_many_previews_are_told_to_wait(staff, monkeypatch):
    monkeypatch.setattr("certificates.cms.preview.MOST", 1)
    assert staff.get(address("cms:preview", 1)).status_code == 404
    assert staff.get(address("cms:preview", 1)).status_code == 429
