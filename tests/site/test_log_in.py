"""Log-in by password and by typed code, and what comes after it."""

import pytest
from django.core import mail

from .conftest import PASSWORD

LOGIN = "/accounts/login/"


def log_in(client, **extra):
    data = {"login": "aino@example.org", "password": PASSWORD} | extra
    return client.post(LOGIN, data)


def test_a_person_logs_in_with_address_and_password(client, person):
    response = log_in(client)
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize(
    ("language", "front"), [("fi", "/"), ("sv", "/sv/"), ("en", "/en/")]
)
def test_log_in_leads_to_the_front_page_of_the_chosen_language(
    client, make_person, language, front
):
    make_person(language=language)
    assert log_in(client).url == front


def test_the_letter_case_of_the_address_does_not_matter(client, person):
    log_in(client, login="AINO@Example.org")
    assert "_auth_user_id" in client.session


def test_a_wrong_password_is_told_without_telling_who_has_an_account(client, person):
    known = log_in(client, password="wrong wrong wrong")
    unknown = log_in(client, login="nobody@example.org", password="wrong wrong wrong")
    assert "_auth_user_id" not in client.session
    assert known.context["form"].errors == unknown.context["form"].errors


def test_a_code_from_the_mail_logs_in(client, person, last_code):
    client.post("/accounts/login/code/", {"email": person.email})
    client.post("/accounts/login/code/confirm/", {"code": last_code()})
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_code_for_an_unknown_address_looks_the_same(client, person):
    known = client.post("/accounts/login/code/", {"email": person.email})
    client.cookies.clear()
    unknown = client.post("/accounts/login/code/", {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert mail.outbox[-1].to == ["nobody@example.org"]


def test_failed_attempts_are_counted_in_the_shared_cache(client, person):
    for _ in range(6):
        last = log_in(client, password="wrong wrong wrong")
    right = log_in(client)
    assert "_auth_user_id" not in client.session
    assert last.status_code == right.status_code == 200


def test_log_out_needs_a_post(client, person):
    client.force_login(person)
    client.get("/accounts/logout/")
    assert "_auth_user_id" in client.session
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


def test_a_new_password_is_chosen_with_a_typed_code(client, person, last_code):
    client.post("/accounts/password/reset/", {"email": person.email})
    code = last_code()
    client.post("/accounts/password/reset/confirm/", {"code": code})
    new = "another horse battery"
    client.post(
        "/accounts/password/reset/complete/", {"password1": new, "password2": new}
    )
    person.refresh_from_db()
    assert person.check_password(new)
