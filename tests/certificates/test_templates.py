"""Publishing template versions: complete in every language, then frozen."""

import pytest
from django.core.exceptions import ValidationError

from certificates.exceptions import TemplateIncomplete
from certificates.models import CertificateTemplateVersion, TemplateLogo
from certificates.services.templates import (
    publish_template_version,
    set_signatory,
    start_new_version,
)
from certificates.wording import WORDS
from tests.certificates.factories import (
    BODY,
    TITLE,
    TemplateVersionFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def draft(**changes):
    return TemplateVersionFactory(published_at=None, **changes)


def test_complete_draft_is_published_by_somebody_at_a_time():
    user, version = UserFactory(), draft()
    publish_template_version(version=version, by=user)
    version.refresh_from_db()
    assert version.is_published
    assert version.published_by == user


def test_publishing_twice_changes_nothing():
    version = publish_template_version(version=draft(), by=None)
    before = version.published_at
    assert publish_template_version(version=version, by=None).published_at == before


def test_missing_language_is_named():
    texts = {"fi": BODY["fi"], "sv": BODY["sv"], "en": ""}
    with pytest.raises(TemplateIncomplete) as refusal:
        publish_template_version(version=draft(body=texts), by=None)
    assert any("en" in problem for problem in refusal.value.problems)


def test_sentence_without_a_needed_placeholder_is_named():
    texts = BODY | {"sv": "{name} har lyckats."}
    with pytest.raises(TemplateIncomplete) as refusal:
        publish_template_version(version=draft(body=texts), by=None)
    assert any("{course}" in problem for problem in refusal.value.problems)


def test_unknown_placeholder_stops_the_publishing():
    with pytest.raises(ValidationError, match="nimi"):
        publish_template_version(
            version=draft(body=BODY | {"fi": "{nimi} {name} {course}"}), by=None
        )


def test_version_in_one_language_needs_only_that():
    version = draft(languages=["fi"], body={"fi": BODY["fi"]})
    assert publish_template_version(version=version, by=None).is_published


def test_published_version_can_not_be_saved_from_a_form():
    version = TemplateVersionFactory()
    with pytest.raises(ValidationError, match="published"):
        version.full_clean()


def test_new_version_begins_as_a_copy_and_there_is_one_draft():
    version = TemplateVersionFactory(co_funded=True)
    copy = start_new_version(version=version)
    assert (copy.number, copy.co_funded, copy.is_published) == (2, True, False)
    assert start_new_version(version=version) == copy
    assert CertificateTemplateVersion.objects.drafts().get() == copy


def test_new_template_starts_with_the_words_of_the_house():
    version = CertificateTemplateVersion()
    assert version.label_organiser.data == WORDS["label_organiser"]
    version.label_organiser.data["fi"] = "Muu"
    assert CertificateTemplateVersion().label_organiser.data["fi"] == "Järjestäjä"


@pytest.mark.parametrize("key", WORDS)
def test_words_of_the_house_exist_in_every_language(key):
    assert set(WORDS[key]) == {"fi", "sv", "en"}
    assert all(WORDS[key].values())


def test_nobody_signs_and_a_logo_lacks_its_picture_are_told_before_publishing():
    version = TemplateVersionFactory(published_at=None, signed_by=())
    TemplateLogo.objects.create(version=version, name={"fi": "Diak"})
    with pytest.raises(TemplateIncomplete) as refusal:
        publish_template_version(version=version, by=None)
    told = " ".join(refusal.value.problems)
    assert "Add a signatory" in told
    assert "Diak" in told
    assert "name of the organisation is missing in Swedish" in told


def test_statement_of_eu_funding_is_the_official_one_word_for_word():
    version = TemplateVersionFactory(
        published_at=None, co_funded=True, eu_statement={"fi": "EU maksoi"}
    )
    with pytest.raises(ValidationError) as refusal:
        version.full_clean()
    assert "eu_statement" in refusal.value.message_dict


def test_import_writes_the_first_signatory_and_another_persons_signature_goes():
    version = TemplateVersionFactory(published_at=None)
    row = version.signatories.get()
    row.picture = "a" * 64
    row.save()
    kept = set_signatory(version=version, name=row.name, title=TITLE)
    assert kept.picture == "a" * 64
    other = set_signatory(version=version, name="Aku Aho", title=TITLE)
    assert (other.pk, other.picture) == (row.pk, "")
