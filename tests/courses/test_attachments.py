"""Files beside an answer."""

import hashlib
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from courses.exceptions import AttachmentRefused, NotAllowedNow, NotAMember
from courses.services.attachments import add_attachment, remove_attachment, safe_name
from courses.sniffing import PDF, kind_of

PDF_BYTES = b"%PDF-1.7\n%fake\n"
PNG_BYTES = b"\x89PNG\r\n\x1a\n" + b"0" * 20
JPEG_BYTES = b"\xff\xd8\xff\xe0" + b"0" * 20


def archive(**members):
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as target:
        for name, content in members.items():
            target.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return stored.getvalue()


DOCX = archive(**{"[Content_Types].xml": "<t/>", "word__document_dot_xml": "<d/>"})
XLSX = archive(**{"[Content_Types].xml": "<t/>", "xl__workbook_dot_xml": "<d/>"})
MACROS = archive(
    **{
        "[Content_Types].xml": "<t/>",
        "word__document_dot_xml": "<d/>",
        "word__vbaProject_dot_bin": "x",
    }
)
ODT = archive(mimetype="application/vnd.oasis.opendocument.text")
ODS = archive(mimetype="application/vnd.oasis.opendocument.spreadsheet")


@pytest.fixture
def draft(cast):
    exercise = cast.exercise("m1e1")
    exercise.allows_attachments = True
    exercise.save(update_fields=["allows_attachments"])
    return cast.open("m1e1")


def add(draft, cast, name="taulukko.pdf", content=PDF_BYTES):
    file = SimpleUploadedFile(name, content, content_type="text/html")
    return add_attachment(submission=draft, file=file, by=cast.aino.user)


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("a.pdf", PDF_BYTES, "application/pdf"),
        ("A.PDF", PDF_BYTES, "application/pdf"),
        ("a.png", PNG_BYTES, "image/png"),
        ("a.jpg", JPEG_BYTES, "image/jpeg"),
        ("a.jpeg", JPEG_BYTES, "image/jpeg"),
        ("a.odt", ODT, "application/vnd.oasis.opendocument.text"),
        ("a.ods", ODS, "application/vnd.oasis.opendocument.spreadsheet"),
    ],
)
def test_known_types_are_kept_with_the_type_of_their_content(
    cast, draft, name, content, content_type
):
    kept = add(draft, cast, name, content)
    assert kept.content_type == content_type
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert kept.size == len(content)
    with kept.file.open("rb") as stored:
        assert stored.read() == content


@pytest.mark.parametrize(("name", "content"), [("a.docx", DOCX), ("a.xlsx", XLSX)])
def test_office_documents_are_taken(cast, draft, name, content):
    assert add(draft, cast, name, content).content_type.startswith(
        "application/vnd.openxmlformats"
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b""),
        ("a.pdf", b"<html>"),
        ("a.html", b"<html>"),
        ("a.svg", b"<svg onload='x'/>"),
        ("a.exe", b"MZ"),
        ("a.png", PDF_BYTES),
        ("a.pdf.exe", PDF_BYTES),
        ("a", PDF_BYTES),
        ("a.zip", archive(x="y")),
        ("a.docx", archive(x="y")),
        ("a.docx", MACROS),
        ("a.docx", XLSX),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.odt", archive(mimetype="application/epub+zip")),
    ],
)
def test_other_files_are_refused_with_words_and_leave_nothing(
    cast, draft, name, content
):
    with pytest.raises(AttachmentRefused) as caught:
        add(draft, cast, name, content)
    assert len(str(caught.value)) > 20
    assert not draft.attachments.exists()


def test_too_large_file_is_refused(cast, draft, settings):
    settings.VALMENTAMO_COURSES_MAX_ATTACHMENT_BYTES = 10
    with pytest.raises(AttachmentRefused):
        add(draft, cast)


def test_one_file_too_many_is_refused_and_not_stored(cast, draft, settings):
    settings.VALMENTAMO_COURSES_MAX_ATTACHMENTS = 1
    first = add(draft, cast)
    storage = first.file.storage
    folder = first.file.name.rsplit("/", 1)[0]
    with pytest.raises(AttachmentRefused):
        add(draft, cast)
    _folders, files = storage.listdir(folder)
    remove_attachment(attachment=first, by=cast.aino.user)
    assert first.file.name.rsplit("/", 1)[1] in files
    assert add(draft, cast).pk


def test_all_files_of_a_team_have_one_limit_and_old_rounds_count(cast, draft, settings):
    settings.VALMENTAMO_COURSES_MAX_TEAM_ATTACHMENT_BYTES = 2 * len(PDF_BYTES)
    first = add(draft, cast)
    cast.send_back(cast.submit("m1e1"))
    remove_attachment(attachment=first, by=cast.aino.user)
    add(draft, cast)
    with pytest.raises(AttachmentRefused) as refusal:
        add(draft, cast)
    assert "aiemmat kierrokset mukaan luettuina" in str(refusal.value)


def test_a_file_that_was_never_submitted_makes_room_when_it_goes(cast, draft, settings):
    settings.VALMENTAMO_COURSES_MAX_TEAM_ATTACHMENT_BYTES = len(PDF_BYTES)
    remove_attachment(attachment=add(draft, cast), by=cast.aino.user)
    assert add(draft, cast).pk


def test_stored_name_says_nothing_of_the_one_it_was_sent_with(cast, draft):
    kept = add(draft, cast, "työkyky taulukko.pdf")
    assert "taulukko" not in kept.file.name
    assert kept.name == "työkyky taulukko.pdf"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\kansio\\Työ ä.PDF", "Työ ä.pdf"),
        ("a\u202efdp.pdf", "afdp.pdf"),
        ("<b>&\"'.pdf", "b.pdf"),
        ("😀.pdf", "file.pdf"),
        (".pdf", "pdf.pdf"),
        ("a\x00\n.pdf", "a.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_name_is_made_safe_and_stays_readable(sent, kept):
    from django.utils import translation

    with translation.override("en"):
        assert safe_name(sent, PDF) == kept


def test_exercise_without_attachments_takes_none(cast):
    with pytest.raises(NotAllowedNow):
        add(cast.open("m1e2"), cast)


def test_stranger_adds_and_removes_nothing(cast, draft):
    kept = add(draft, cast)
    file = SimpleUploadedFile("a.pdf", PDF_BYTES)
    with pytest.raises(NotAMember):
        add_attachment(submission=draft, file=file, by=cast.laila.user)
    with pytest.raises(NotAMember):
        remove_attachment(attachment=kept, by=cast.laila.user)


def test_removed_draft_file_is_gone_from_storage(
    cast, draft, django_capture_on_commit_callbacks
):
    kept = add(draft, cast)
    with django_capture_on_commit_callbacks(execute=True):
        remove_attachment(attachment=kept, by=cast.aino.user)
    assert not kept.file.storage.exists(kept.file.name)


def test_submitted_file_stays_with_its_version(
    cast, draft, django_capture_on_commit_callbacks
):
    kept = add(draft, cast)
    version = cast.submit("m1e1")
    cast.send_back(version)
    draft.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        remove_attachment(attachment=kept, by=cast.aino.user)
    assert list(version.attachments.all()) == [kept]
    assert kept.file.storage.exists(kept.file.name)
    assert not cast.submit("m1e1").attachments.exists()


def test_file_can_not_be_added_while_the_coach_has_the_answer(cast, draft):
    cast.submit("m1e1")
    with pytest.raises(NotAllowedNow):
        add(draft, cast)


def test_kind_is_told_from_the_start_of_the_content_only():
    assert kind_of(io.BytesIO(b"x" * 2000 + PDF_BYTES)) is None


def spoiled(method: int) -> bytes:
    """An archive whose only member can't be unpacked any more."""
    stored = io.BytesIO()
    told = "application/vnd.oasis.opendocument.text"
    with zipfile.ZipFile(stored, "w", method) as target:
        target.writestr("mimetype", told * 50)
    content = bytearray(stored.getvalue())
    start = 30 + len("mimetype")
    content[start : start + 12] = b"\xff" * 12
    return bytes(content)


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_spoiled_archive_is_of_no_kind(method):
    assert kind_of(io.BytesIO(spoiled(method))) is None


@given(st.binary(max_size=400), st.integers(0, 10), st.integers(1, 40))
def test_no_bytes_make_the_look_at_a_file_fall_over(noise, start, step):
    whole = bytearray(ODT)
    for place, byte in zip(range(start + 4, len(whole), step), noise, strict=False):
        whole[place] = byte
    for content in (b"PK\x03\x04" + noise, bytes(whole), noise):
        kind_of(io.BytesIO(content))
