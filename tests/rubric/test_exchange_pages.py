"""Export and import in the CMS: losses before a download, a draft or faults after."""

from pathlib import Path

import pytest

pytest.importorskip("wagtail")

from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from rubric.interchange.formats import FORMATS
from rubric.interchange.limits import MOST_BYTES
from rubric.models import Rubric, RubricVersion
from rubric.services.exporting import export_version
from tests.rubric.factories import PersonFactory, make_draft, make_version

pytestmark = pytest.mark.django_db
DATA = Path(__file__).with_name("data")
IMPORT = "valmentamo_rubric_import"


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.CMS_REQUIRES_MFA = False


def with_rights(client, *names):
    rights = Permission.objects.filter(
        codename__in=names, content_type__app_label="valmentamo_rubric"
    )
    admin = Permission.objects.get(codename="access_admin")
    person = PersonFactory(language="en")
    person.user_permissions.add(admin, *rights)
    UserProfile.objects.create(user=person, preferred_language="en")
    client.force_login(person)
    return person


@pytest.fixture
def editor(client):
    names = ("add_rubricversion", "change_rubricversion", "view_rubricversion")
    return with_rights(client, *names)


def upload(client, name, content=None, **fields):
    data = (DATA / name).read_bytes() if content is None else content
    given = {"file": SimpleUploadedFile(name, data), "language": "fi"} | fields
    return client.post(reverse(IMPORT), given, follow=True)


def export_url(version, *file_format):
    name = "valmentamo_rubric_download" if file_format else "valmentamo_rubric_export"
    return reverse(name, args=[version.uuid, *file_format])


def test_export_page_says_what_each_format_leaves_out(client, editor, version):
    page = client.get(export_url(version)).content.decode()
    translation.activate("en")
    for kind in FORMATS.values():
        assert str(kind.label) in page
        for loss in kind.losses:
            assert str(loss).replace("'", "&#x27;") in page


@pytest.mark.parametrize("file_format", ["json", "yaml", "xlsx", "case", "canvas"])
def test_download_is_an_attachment_that_no_browser_guesses_about(
    client, editor, version, file_format
):
    answer = client.get(export_url(version, file_format), {"language": "sv"})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    file = export_version(version=version, file_format=file_format, language="sv")
    assert file.name in answer["Content-Disposition"]


def test_draft_can_be_exported_too(client, editor):
    assert client.get(export_url(make_draft(), "json")).status_code == 200


def test_character_that_no_font_has_is_named_instead_of_a_file(client, editor):
    pytest.importorskip("weasyprint")
    version = make_version(texts=dict.fromkeys(_texts(), dict.fromkeys(LANGUAGES, "𒀀")))
    answer = client.get(export_url(version, "pdf"))
    assert answer.status_code == 422
    assert "𒀀" in answer.content.decode()


LANGUAGES = ("fi", "sv", "en")


def _texts():
    from rubric.content import VERSION_TEXTS

    return VERSION_TEXTS


@pytest.mark.parametrize(
    ("file_format", "language"), [("exe", ""), ("json", "de"), ("case", "xx")]
)
def test_format_or_language_that_there_is_not_is_not_found(
    client, editor, version, file_format, language
):
    answer = client.get(export_url(version, file_format), {"language": language})
    assert answer.status_code == 404


def test_file_becomes_a_draft_with_a_link_to_the_editor(client, editor):
    page = upload(client, "case-minimal.json").content.decode()
    version = RubricVersion.objects.get()
    assert version.created_by == editor
    assert reverse("valmentamo_rubric_edit", args=[version.uuid]) in page
    assert "with 3 criteria" in page
    assert "Rules in words (Finnish)" in page


def test_whole_file_says_that_nothing_is_missing(client, editor, version):
    file = export_version(version=version, file_format="json")
    page = upload(client, "a.json", file.data, rubric=version.rubric.pk)
    assert "Nothing is missing" in page.content.decode()


def test_every_fault_is_listed_and_nothing_is_written(client, editor):
    content = (DATA / "canvas-exported.csv").read_bytes().replace(b",10.0,", b",ten,")
    answer = upload(client, "a.csv", content)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "1 fault; nothing was written." in page
    assert "G2" in page
    assert not Rubric.objects.exists()


def test_text_of_a_hostile_file_is_shown_escaped(client, editor):
    answer = upload(client, "a.json", b'{"schema": "rubric/1", "<script>x": 1}')
    page = answer.content.decode()
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_large_file_is_refused_before_it_is_read(client, editor):
    answer = upload(client, "a.json", b"x" * (MOST_BYTES + 1))
    assert "larger than 2048 kB" in answer.content.decode()


def test_rubric_with_a_draft_takes_no_other(client, editor, version):
    file = export_version(version=version, file_format="json")
    upload(client, "a.json", file.data, rubric=version.rubric.pk)
    page = upload(client, "a.json", file.data, rubric=version.rubric.pk)
    assert "has a draft or a version in review" in page.content.decode()
    assert RubricVersion.objects.count() == 2


@pytest.mark.parametrize(
    "name", [IMPORT, "valmentamo_rubric_export", "valmentamo_rubric_schema"]
)
def test_who_has_no_rights_over_rubrics_stays_outside(client, version, name):
    with_rights(client)
    args = [version.uuid] if name == "valmentamo_rubric_export" else []
    assert client.get(reverse(name, args=args)).status_code in (302, 403)


def test_who_only_reads_cannot_import(client):
    with_rights(client, "view_rubricversion")
    assert upload(client, "case-minimal.json").redirect_chain
    assert not Rubric.objects.exists()


def test_schema_is_served(client, editor):
    answer = client.get(reverse("valmentamo_rubric_schema"))
    assert answer["Content-Type"] == "application/schema+json"
    assert answer.json()["title"].startswith("Rubric")
