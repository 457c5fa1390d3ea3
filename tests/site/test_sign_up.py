"""Sign-up with a typed code."""

import pytest
from django.contrib.auth import get_user_model
from django.core import mail

from .conftest import PASSWORD

URL = "/sv/accounts/signup/"


@pytest.fixture
def form():
    return {
        "first_name": "  Åsa ",
        "last_name": "Öhman",
        "email": "asa@example.org",
        "password1": PASSWORD,
        "language": "sv",
    }


def person():
    return get_user_model().objects.filter(email="asa@example.org").first()


def test_sign_up_keeps_names_and_language(client, db, form):
    client.post(URL, form)
    assert (person().first_name, person().last_name, person().language) == (
        "Åsa",
        "Öhman",
        "sv",
    )


def test_nobody_is_logged_in_before_the_code_is_typed(client, db, form):
    response = client.post(URL, form)
    assert response.url.startswith("/sv/accounts/confirm-email/")
    assert "_auth_user_id" not in client.session


def test_the_typed_code_confirms_the_address_and_logs_in(client, db, form, last_code):
    confirm = client.post(URL, form).url
    response = client.post(confirm, {"code": last_code()})
    assert client.session["_auth_user_id"] == str(person().pk)
    assert response.url == "/sv/"


def test_a_wrong_code_says_what_is_wrong_and_keeps_the_page(client, db, form):
    confirm = client.post(URL, form).url
    response = client.post(confirm, {"code": "000000"})
    assert "_auth_user_id" not in client.session
    assert b'class="summary' in response.content


@pytest.mark.parametrize("name", ["A\u202eino", "A\x00ino", "A\u200bino"])
def test_a_name_with_hidden_characters_is_refused_with_a_reason(client, db, form, name):
    response = client.post(URL, form | {"first_name": name})
    assert person() is None
    assert response.context["form"].errors["first_name"]


def test_a_taken_address_is_told_by_mail_only(client, db, form, make_person):
    make_person("asa@example.org")
    response = client.post(URL, form)
    assert response.status_code == 302
    assert get_user_model().objects.filter(email="asa@example.org").count() == 1
    assert mail.outbox[-1].to == ["asa@example.org"]


def test_a_common_password_is_refused(client, db, form):
    client.post(URL, form | {"password1": "password1234"})
    assert person() is None
