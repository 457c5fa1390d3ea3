"""A person changes own names and language."""

URL = "/accounts/profile/"


def test_the_profile_needs_a_log_in(client, db):
    assert client.get(URL).url == f"/accounts/login/?next={URL}"


def test_a_new_language_is_kept_and_used_at_once(client, person):
    client.force_login(person)
    data = {"first_name": "Aino", "last_name": "Rautio", "language": "sv"}
    response = client.post(URL, data)
    person.refresh_from_db()
    assert person.language == "sv"
    assert response.url == "/sv/accounts/profile/"


def test_an_empty_name_is_refused_and_what_was_written_stays(client, person):
    client.force_login(person)
    data = {"first_name": "", "last_name": "Uusi", "language": "fi"}
    response = client.post(URL, data)
    page = response.content.decode()
    person.refresh_from_db()
    assert response.status_code == 422
    assert person.last_name == "Rautio"
    assert 'value="Uusi"' in page
    assert 'href="#id_first_name"' in page
    assert 'aria-describedby="id_first_name_error"' in page


def test_the_title_of_a_page_with_errors_begins_with_the_word_for_error(client, person):
    client.force_login(person)
    page = client.post("/en/accounts/profile/", {"first_name": ""}).content.decode()
    assert "<title>Error: " in page
