"""Files beside an answer."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.courses.views.conftest import address
from tests.courses.views.pages import form_of, text_of

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def opened(aino, cast, url_of, settings, tmp_path):
    exercise = cast.exercise("m1e1")
    exercise.allows_attachments = True
    exercise.save(update_fields=["allows_attachments"])
    return form_of(aino.get(url_of("m1e1"))), cast.open("m1e1")


def upload(browser, opened, name, content, **more):
    form, submission = opened
    file = SimpleUploadedFile(name, content)
    return browser.post(
        address("save", submission.uuid), form | {"attachment": file} | more
    )


def test_file_is_kept_and_sent_only_as_a_download(aino, opened):
    assert upload(aino, opened, "taulukko.pdf", PDF).status_code == 302
    row = opened[1].attachments.get()
    response = aino.get(address("attachment", row.uuid))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_wrong_type_is_told_and_the_text_is_kept(aino, opened):
    response = upload(
        aino, opened, "ohjelma.exe", b"MZ\x90", **{"answer-answer": "Teksti"}
    )
    assert response.status_code == 422
    assert 'href="#attachment"' in response.content.decode()
    assert form_of(response)["answer-answer"] == "Teksti"
    assert not opened[1].attachments.exists()


def test_file_is_removed_by_its_button(aino, opened, url_of):
    upload(aino, opened, "taulukko.pdf", PDF)
    row = opened[1].attachments.get()
    form = form_of(aino.get(url_of("m1e1"))) | {"do": f"remove:{row.uuid}"}
    aino.post(address("save", opened[1].uuid), form)
    assert "taulukko.pdf" not in text_of(aino.get(url_of("m1e1")))


def test_file_of_another_team_is_not_found(aino, laila, opened):
    upload(aino, opened, "taulukko.pdf", PDF)
    row = opened[1].attachments.get()
    assert laila.get(address("attachment", row.uuid)).status_code == 404
