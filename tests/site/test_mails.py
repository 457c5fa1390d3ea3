"""Mails speak the language of the person and fetch nothing."""

import re

import pytest
from django.core import mail
from django.utils.translation import gettext, override


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_code_is_sent_in_the_language_of_the_person(
    client, tree, make_person, language
):
    make_person(language=language)
    client.post("/en/accounts/login/code/", {"email": "aino@example.org"})
    with override(language):
        assert mail.outbox[-1].subject == gettext("Your log-in code")


def test_a_mail_has_a_text_and_the_same_in_the_look(client, tree, person, last_code):
    client.post("/accounts/login/code/", {"email": person.email})
    message = mail.outbox[-1]
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert last_code() in html
    assert message.subject in html
    assert not re.search(r"<img|<link|<script|url\(|\ssrc=", html)


def test_a_name_is_escaped_in_the_mail(client, tree, make_person):
    make_person(first_name="<b>Aino</b>")
    client.post("/accounts/login/code/", {"email": "aino@example.org"})
    assert "<b>Aino" not in mail.outbox[-1].alternatives[0][0]
    assert "<b>Aino</b>" in mail.outbox[-1].body
