"""The public page: what a stranger learns, and what not."""

import re
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates.enums import Reason, State
from certificates.models import Certificate, CertificateFile, MissWindow
from certificates.numbering import ALPHABET, check_character, printed
from certificates.services.status import (
    change_status,
    resume_certificate,
    revoke_certificate,
    suspend_certificate,
    withdraw_certificate,
)
from certificates.tokens import name_token
from tests.certificates.factories import DISCLAIMER, FACTS, UserFactory, issued, ready

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("drawn")]
NOBODY = printed("0000000000000000" + check_character("0000000000000000"))


def page(client, certificate, language="fi", **query):
    from django.utils import translation

    with translation.override(language):
        address = reverse(
            "valmentamo_certificates:verify", args=[certificate.printed_code]
        )
    return client.get(address, query)


def text(response):
    return " ".join(response.content.decode().split())


def words(response, typed):
    """The page's own part without what differs in every answer."""
    main = text(response).partition("<main")[2].partition("</main>")[0]
    main = re.sub(r'value="[^"]{40,}"', "", main)
    return main.replace(f'"{typed}"', '"CODE"')


def test_valid_certificate_shows_its_facts_and_only_initials(client):
    row = ready()
    body = text(page(client, row))
    facts = FACTS["fi"]
    for shown in (facts.course, "27", facts.organiser, "1.0", row.printed_code):
        assert shown in body
    assert "A. R." in body
    assert "Rautio" not in body
    assert "Áilu" not in body


def test_page_shows_nothing_beyond_the_allowed_facts(client):
    body = text(page(client, ready(recipient=UserFactory(email="aino@example.org"))))
    facts = FACTS["fi"]
    hidden = [facts.innovation, facts.learner_organisation, "aino@example.org"]
    assert [word for word in hidden if word in body] == []


def test_holder_of_the_paper_sees_the_whole_name(client):
    row = ready()
    assert "Aino Áilu Rautio" in text(page(client, row, k=name_token(row.code)))
    assert "Rautio" not in text(page(client, row, k="a" * 16))


@pytest.mark.parametrize("typed", ["Rautio", " rautio ", "Áilu Rautio"])
def test_family_name_opens_the_whole_name(client, typed):
    row = ready()
    address = page(client, row).request["PATH_INFO"]
    response = client.post(address, {"family_name": typed})
    assert response.status_code == 200
    assert "Aino Áilu Rautio" in text(response)


def test_wrong_family_name_is_told_and_kept_and_counted(client):
    row = ready()
    address = page(client, row).request["PATH_INFO"]
    response = client.post(address, {"family_name": "Virtanen"})
    assert "autofocus" in response.text
    assert "autofocus" not in client.get(address).text
    assert response.status_code == 422
    assert 'value="Virtanen"' in response.content.decode()
    assert 'aria-invalid="true"' in response.content.decode()
    assert "Rautio" not in text(response)
    assert MissWindow.objects.get().misses == 1


def test_page_is_kept_from_search_engines_caches_and_other_sites(client):
    response = page(client, ready())
    assert "noindex" in response["X-Robots-Tag"]
    assert 'name="robots" content="noindex' in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"


def test_looking_writes_and_draws_nothing(client, own_queries, drawn):
    row = ready()
    drawn.clear()
    with own_queries() as queries:
        page(client, row)
    assert [query.split()[0] for query in queries] == ["SELECT", "SELECT"]
    assert drawn == []
    assert not MissWindow.objects.exists()


@pytest.mark.parametrize("kind", ["text/html", "application/json"])
def test_page_costs_the_limit_and_the_certificate_whatever_stands_around_it(
    client, django_assert_num_queries, kind
):
    row = ready()
    page(client, row)
    client.cookies.clear()
    address = reverse("valmentamo_certificates:verify", args=[row.printed_code])
    with django_assert_num_queries(2):
        response = client.get(address, headers={"accept": kind})
    assert response.status_code == 200
    assert response["Content-Type"].startswith(kind)


def test_revoked_certificate_says_so_with_day_and_neutral_reason(client):
    row = ready()
    revoke_certificate(certificate=row, reason_code=Reason.WRONG_GROUNDS, by=None)
    response = page(client, row, "en")
    body = text(response)
    assert response.status_code == 200
    assert "has been revoked" in body
    assert "wrong grounds" in body
    assert "genuine and valid" not in body


def test_suspended_certificate_is_valid_again_when_it_is_resumed(client):
    row = ready()
    suspend_certificate(certificate=row, by=None)
    assert "is suspended" in text(page(client, row, "en"))
    resume_certificate(certificate=row, by=None)
    assert "genuine and valid" in text(page(client, row, "en"))


def test_expired_certificate_says_until_when_it_was_valid(client):
    row = ready(valid_until=timezone.now() - timedelta(days=1))
    assert "has expired" in text(page(client, row, "en"))


def test_end_at_midnight_is_told_as_the_last_day_that_was_valid(client):
    row = ready(valid_until=timezone.make_aware(datetime(2024, 2, 1)))
    body = text(page(client, row))
    assert "<b>31.1.2024</b>" in body
    assert "1.2.2024" not in body


def test_superseded_certificate_does_not_lead_to_the_new_one(client):
    old = ready()
    new = ready(supersedes=old)
    body = text(page(client, old, "en"))
    assert "replaced by a new one" in body
    assert new.printed_code not in body


@pytest.mark.parametrize("event", ["withdrawn", "erased"])
def test_withdrawn_and_erased_certificates_tell_nothing(client, event):
    row = ready()
    if event == "withdrawn":
        withdraw_certificate(certificate=row, by=None)
    else:
        change_status(certificate=row, event=event, by=None)
    response = page(client, row, "en", k=name_token(row.code))
    body = text(response)
    assert response.status_code == 200
    assert "no longer available" in body
    for hidden in ("Rautio", "A. R.", FACTS["fi"].course, FACTS["en"].course):
        assert hidden not in body


def test_certificate_is_shown_in_its_own_language_where_the_page_has_another(client):
    body = page(client, ready(languages=["sv"]), "en").content.decode()
    assert f'<dd lang="sv">{FACTS["sv"].course}</dd>' in body


@pytest.mark.parametrize(
    "change",
    [str.lower, lambda c: c.replace("-", ""), lambda c: c.replace("-", " ")],
)
def test_code_in_the_address_may_be_written_in_any_way(client, change):
    row = ready()
    address = reverse("valmentamo_certificates:verify", args=[change(row.printed_code)])
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("kind", ["unknown", "malformed", "pending", "refused"])
def test_every_code_without_a_public_certificate_gets_the_same_answer(client, kind):
    codes = {
        "unknown": NOBODY,
        "malformed": "7K4M",
        "pending": issued().printed_code,
        "refused": issued(name="水").printed_code,
    }
    response = client.get(reverse("valmentamo_certificates:verify", args=[codes[kind]]))
    reference = client.get(reverse("valmentamo_certificates:verify", args=["x"]))
    assert response.status_code == reference.status_code == 404
    assert words(response, codes[kind]) == words(reference, "x")
    assert f'value="{codes[kind]}"' in response.content.decode()


def test_unknown_code_is_told_in_the_language_of_the_page_and_kept(client):
    response = client.post("/en/tarkista/", {"code": "7K4M-X2QD"})
    assert response.status_code == 422
    assert "No certificate has this code" in text(response)
    assert 'value="7K4M-X2QD"' in response.content.decode()


def test_known_code_leads_to_its_page(client):
    row = ready()
    response = client.post("/tarkista/", {"code": row.printed_code.lower()})
    assert response.status_code == 302
    assert response["Location"] == f"/t/{row.printed_code}/"


def test_empty_code_asks_for_one(client):
    response = client.post("/en/tarkista/", {"code": " "})
    assert response.status_code == 422
    assert "Write the code" in text(response)


def test_short_address_on_the_paper_leads_to_the_field(client):
    assert client.get("/t/")["Location"] == "/tarkista/"


def test_guessing_is_stopped_at_the_limit_even_for_a_code_that_exists(client, settings):
    settings.VALMENTAMO_CERTIFICATES_MISS_LIMIT = 5
    row = ready()
    answers = []
    for n in range(7):
        body = ALPHABET[n] * 16
        code = printed(body + check_character(body))
        address = reverse("valmentamo_certificates:verify", args=[code])
        answers.append(client.get(address).status_code)
    assert answers == [404] * 5 + [429] * 2
    assert page(client, row).status_code == 429
    assert client.post("/tarkista/", {"code": row.printed_code}).status_code == 429
    assert client.get("/tarkista/").status_code == 200


def test_limit_of_one_client_does_not_touch_another(client, settings):
    settings.VALMENTAMO_CERTIFICATES_MISS_LIMIT = 1
    row = ready()
    address = reverse("valmentamo_certificates:verify", args=["x"])
    client.get(address, REMOTE_ADDR="192.0.2.1")
    shown = reverse("valmentamo_certificates:verify", args=[row.printed_code])
    assert client.get(shown, REMOTE_ADDR="192.0.2.1").status_code == 429
    assert client.get(shown, REMOTE_ADDR="192.0.2.2").status_code == 200


def test_counter_holds_no_address(client):
    client.get("/t/x/", REMOTE_ADDR="192.0.2.1")
    assert "192.0.2" not in MissWindow.objects.get().client


def test_made_up_forwarding_header_does_not_make_a_new_client(client, settings):
    settings.VALMENTAMO_CERTIFICATES_MISS_LIMIT = 2
    statuses = [
        client.get("/t/x/", headers={"x-forwarded-for": f"203.0.113.{n}"}).status_code
        for n in range(4)
    ]
    assert statuses == [404, 404, 429, 429]


def test_address_behind_a_trusted_proxy_is_the_one_the_proxy_saw(client, settings):
    settings.VALMENTAMO_TRUSTED_PROXIES = 1
    for header in ("9.9.9.9, 203.0.113.1", "8.8.8.8, 203.0.113.1", "203.0.113.2"):
        client.get("/t/x/", headers={"x-forwarded-for": header})
    assert sorted(MissWindow.objects.values_list("misses", flat=True)) == [1, 2]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)("/t/x/").status_code == 405


def test_host_of_the_request_never_reaches_the_printed_address(client, settings):
    from certificates import addresses

    settings.ALLOWED_HOSTS = ["*"]
    row = ready()
    page(client, row)
    client.get("/t/x/", headers={"host": "evil.example"})
    assert addresses.verify_url(row.code, "fi").startswith(
        "https://valmentamo.example/"
    )


def test_page_of_a_certificate_whose_files_are_gone_still_answers(client):
    row = ready()
    assert CertificateFile.objects.filter(certificate=row).exists()
    assert Certificate.objects.get().state == State.READY
    assert page(client, row).status_code == 200


def test_certificate_in_another_language_says_so_and_marks_its_words(client):
    row = ready(languages=["sv"])
    body = text(page(client, row, language="fi"))
    facts = FACTS["sv"]
    assert "Todistuksen kieli on ruotsi." in body
    for words_of_it in (facts.course, facts.organiser, facts.rubric_version):
        assert f'<dd lang="sv">{words_of_it}</dd>' in body
    assert '<html lang="fi"' in body
    assert "27 tuntia" in body


def test_what_the_certificate_is_not_is_said_in_the_language_of_the_page(client):
    body = text(page(client, ready(languages=["sv"]), language="fi"))
    assert f'<span lang="fi">{DISCLAIMER["fi"]}</span>' in body


def test_certificate_in_the_language_of_the_page_names_no_language(client):
    body = text(page(client, ready(languages=["sv"]), language="sv"))
    assert "Intygets språk" not in body


def test_own_certificate_in_another_language_marks_the_title(client):
    holder = UserFactory()
    ready(languages=["sv"], recipient=holder)
    client.force_login(holder)
    body = text(client.get(reverse("valmentamo_certificates:mine")))
    unmarked = [
        part
        for part in body.split(FACTS["sv"].course)[:-1]
        if not re.search(r'lang="sv">(, )?$', part)
    ]
    assert unmarked == []


def test_clients_of_the_old_protocol_are_told_apart_on_a_socket_for_both(
    client, settings
):
    settings.VALMENTAMO_CERTIFICATES_MISS_LIMIT = 1
    client.get("/t/x/", REMOTE_ADDR="::ffff:192.0.2.1")
    assert client.get("/t/x/", REMOTE_ADDR="192.0.2.1").status_code == 429
    assert client.get("/t/x/", REMOTE_ADDR="::ffff:192.0.2.2").status_code == 404
