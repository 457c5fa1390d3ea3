"""What the person confirms for the certificate."""

import pytest
from django.utils.translation import override

from tests.courses.factories import PartnerFactory
from tests.courses.views.conftest import address
from tests.courses.views.pages import text_of, title_of


@pytest.fixture
def url(cast):
    return address("certificate_details", cast.aino.uuid)


def filled(**changes):
    return {"name": "Aino Rautio", "languages": ["fi"]} | changes


def test_name_of_the_account_is_offered(aino, url):
    page = aino.get(url)
    assert 'value="Aino Rautio"' in page.content.decode()


def test_details_are_saved_as_they_were_confirmed(aino, url, cast):
    aino.post(url, filled(name="Aino Áile Rautio", languages=["fi", "sv"]))
    cast.aino.refresh_from_db()
    assert cast.aino.printed_name == "Aino Áile Rautio"
    assert cast.aino.certificate_languages == ["fi", "sv"]


@pytest.mark.parametrize("name", ["愛乃", "Aino\u202eRautio", "A" * 121])
def test_unprintable_name_stays_in_the_field_and_says_why(aino, url, cast, name):
    response = aino.post(url, filled(name=name))
    assert response.status_code == 422
    assert title_of(response).startswith("Error:")
    assert name in response.content.decode()
    cast.aino.refresh_from_db()
    assert cast.aino.details_confirmed_at is None


def test_error_is_in_the_language_of_the_page(aino, cast):
    from django.utils.translation import gettext

    with override("sv"):
        url = address("certificate_details", cast.aino.uuid, language="sv")
        prefix = gettext("Error:")
    response = aino.post(url, filled(name="愛乃"))
    assert title_of(response).startswith(prefix)


def test_a_language_must_be_chosen(aino, url):
    response = aino.post(url, {"name": "Aino Rautio"})
    assert response.status_code == 422
    assert "Choose at least one language" in text_of(response)


def test_preview_shows_the_sentence_and_saves_nothing(aino, url, cast):
    response = aino.post(url, filled(name="Aino Uusi", preview="1"))
    assert "Aino Uusi on suorittanut" in text_of(response)
    cast.aino.refresh_from_db()
    assert cast.aino.details_confirmed_at is None


def test_preview_names_the_innovation(aino, url, cast):
    cast.write(cast.portfolio.key, {"name": "Kaksi yhteen tehtävään"})
    response = aino.post(url, filled(names_innovation="on", preview="1"))
    assert "Kaksi yhteen tehtävään" in text_of(response)


def test_partner_is_asked_only_where_there_is_one(aino, url):
    assert b"partner_consent" not in aino.get(url).content


def test_consent_keeps_the_words_that_were_shown(aino, url, cast):
    cast.cohort.partner = PartnerFactory(name="Saaristosäätiö")
    cast.cohort.save(update_fields=["partner"])
    assert "Saaristosäätiö may see" in text_of(aino.get(url))
    aino.post(url, filled(partner_consent="on"))
    cast.aino.refresh_from_db()
    assert "Saaristosäätiö" in cast.aino.partner_consent_text


def test_a_consent_to_one_partner_is_not_ticked_for_the_next(aino, url, cast):
    cast.cohort.partner = PartnerFactory(name="Saaristosäätiö")
    cast.cohort.save(update_fields=["partner"])
    aino.post(url, filled(partner_consent="on"))
    ticked = aino.get(url).context["form"]["partner_consent"].value()
    cast.cohort.partner = PartnerFactory(name="Toinen säätiö")
    cast.cohort.save(update_fields=["partner"])
    assert ticked
    assert not aino.get(url).context["form"]["partner_consent"].value()


def test_details_of_another_person_are_not_found(laila, url):
    assert laila.get(url).status_code == 404
    assert laila.post(url, filled()).status_code == 404


def test_innovation_that_can_not_be_printed_is_told_and_may_be_left_out(
    aino, url, cast
):
    cast.write(cast.portfolio.key, {"name": "Työpari 🚀"})
    response = aino.post(url, filled(names_innovation="on"))
    assert response.status_code == 409
    assert "can't be printed on the certificate: 🚀" in text_of(response)
    assert aino.post(url, filled()).status_code == 302


def test_organisation_of_old_that_can_not_be_printed_is_told(aino, url, cast):
    team = cast.aino.memberships.get().team
    type(team).objects.filter(pk=team.pk).update(organisation="Säätiö 🚀")
    response = aino.post(url, filled())
    assert response.status_code == 409
    assert "can't be printed on the certificate: 🚀" in text_of(response)
    cast.aino.refresh_from_db()
    assert cast.aino.details_confirmed_at is None
