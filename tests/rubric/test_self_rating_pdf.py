"""The PDF of a self-rating: whole in every language, and it never falls over a text."""

import io
import threading

import pytest
from django.urls import reverse
from django.utils import translation

from rubric import self_print
from rubric.self_print import MARK, document
from rubric.self_view import SelfView
from tests.certificates import vera
from tests.rubric.factories import NOON
from tests.rubric.test_self_rating_page import chosen, words
from tests.valmentamo.pdf_structure import problems

pikepdf = pytest.importorskip("pikepdf")
pytest.importorskip("weasyprint")
pytestmark = pytest.mark.pdf


def address(language="en"):
    with translation.override(language):
        return reverse("valmentamo_rubric:self_rating_pdf")


def text_of(version, title="", note=""):
    from rubric.models import RubricVersion

    whole = RubricVersion.objects.with_structure().get(pk=version.pk)
    levels = {"need": 2, "evidence": 4, "ethics": 1}
    return document(SelfView(whole, levels, {"need": note}, title, NOON))


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_it_is_tagged_and_in_the_language_of_the_page(client, version, language):
    response = client.post(address(language), chosen(version))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    assert "no-store" in response.headers["Cache-Control"]
    assert problems(response.content, language=language, pages=None) == []
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert "Neighbours' shop" in str(pdf.docinfo["/Title"])


@pytest.mark.parametrize("odd", ["😀", "👨‍👩‍👧", "漢字", "\u200d", "\ue000"])
def test_what_no_font_has_is_marked_and_said(client, version, odd):
    html = text_of(version, title=f"Shop {odd}", note=f"{odd} note")
    assert odd not in html
    assert f"Shop {MARK}<" in html
    assert "Some characters can&#x27;t be drawn" in html or "Some characters" in html
    posted = chosen(version, title=f"Shop {odd}", **{"comment-need": odd})
    assert client.post(address(), posted).status_code == 200


def test_what_can_be_drawn_is_left_as_it_is(version):
    html = text_of(version, title="Kyläkauppa Ážđŋ – ”ok”")
    assert "Kyläkauppa Ážđŋ – ”ok”" in html
    assert MARK not in html


def test_text_from_people_is_escaped(version):
    html = text_of(version, title="<b>x", note="<script>y</script>")
    assert "<b>x" not in html
    assert "<script>" not in html


def test_the_longest_texts_fit_on_some_pages(client, version):
    posted = chosen(version, title="x" * 200)
    posted |= {name: "ä" * 2000 for name in posted if name.startswith("comment")}
    response = client.post(address(), posted)
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert 1 < len(pdf.pages) < 20


def test_a_note_of_a_thousand_lines_runs_on(version):
    """Anybody may post it, and drawing each line apart takes the printer too long."""
    html = text_of(version, note="a\n\nb\n" * 400 + "end")
    assert html.count("<br>") < 60
    assert "a b a b end</p>" in html
    assert "<p>one</p>\n\n<p>two</p>" in text_of(version, note="one\n\ntwo")


def test_one_is_drawn_at_a_time_and_who_waits_too_long_is_told(
    client, version, monkeypatch
):
    monkeypatch.setattr(self_print, "PATIENCE", 0.01)
    monkeypatch.setattr(self_print, "_turn", threading.BoundedSemaphore())
    with self_print._turn:
        response = client.post(address(), chosen(version))
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert "Try again in a moment." in words(response)
    assert "note on need" in words(response)
    assert client.post(address(), chosen(version)).status_code == 200


def test_a_crowd_is_sent_away_at_once(client, version, monkeypatch):
    """Else everybody who waits would hold a thread of the web server."""
    monkeypatch.setattr(self_print, "PATIENCE", 60)
    with self_print._line, self_print._line:
        assert client.post(address(), chosen(version)).status_code == 503
    assert client.post(address(), chosen(version)).status_code == 200


def test_without_the_extra_the_page_says_so(client, version, monkeypatch):
    from valmentamo.pdf.exceptions import PdfNotInstalled

    def refuse(view):
        raise PdfNotInstalled

    monkeypatch.setattr("rubric.views.self_rating.draw_self_rating", refuse)
    response = client.post(address(), chosen(version))
    assert response.status_code == 501
    assert "PDF files can&#x27;t be made on this site." in words(response) or (
        "PDF files can't be made on this site." in words(response)
    )


@pytest.mark.skipif(bool(vera.missing()), reason=vera.missing() or "-")
def test_verapdf_finds_nothing(client, version):
    plain = client.post(address("fi"), chosen(version)).content
    odd = client.post(address("sv"), chosen(version, title="漢字 & <b>")).content
    assert vera.check({"plain": plain, "odd": odd}) == []
