"""The PDF room: what it refuses, what it survives, and that it repeats itself."""

import contextlib
import http.server
import io
import os
import threading
from datetime import UTC, datetime
from functools import partial

import pikepdf
import pytest

from tests.valmentamo.pdf_structure import problems
from valmentamo.pdf import exceptions, rendering
from valmentamo.pdf.attachments import Attachment
from valmentamo.pdf.fonts import FAMILIES, FOLDER, undrawable
from valmentamo.pdf.rendering import Renderer, render

pytestmark = pytest.mark.pdf
WHEN = datetime(2027, 4, 2, 9, tzinfo=UTC)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/>'
SVG += b"</svg>"


def page(body, css=""):
    html = (
        f'<html lang="fi"><head><meta charset="utf-8"><title>Koe</title></head>{body}'
    )
    return render(html, created=WHEN, css=css)


@pytest.fixture
def strict():
    renderer = Renderer(seconds=4, megabytes=700)
    yield renderer
    renderer.stop()


@pytest.fixture
def canary():
    """A server that writes down every address that was asked for."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def test_simple_page_follows_both_standards():
    body = (
        "<h1>Otsikko</h1><table><thead><tr><th>Nimi</th></tr></thead>"
        "<tr><th>Rivi</th></tr></table>"
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9' width='90'>"
        "<title>Kuva</title><path d='M0 0h9v9z'/></svg>"
    )
    assert problems(page(body), language="fi") == []


CREDENTIAL = Attachment(
    name="credential.json", data=b'{"a": 1}', mime="application/vc+ld+json"
)


def test_attached_file_and_place_for_a_seal_keep_both_standards_and_the_same_bytes(
    strict,
):
    html = "<html lang='fi'><meta charset='utf-8'><title>Koe</title><h1>Otsikko</h1>"
    ask = partial(
        render,
        html,
        created=WHEN,
        attachments=[CREDENTIAL],
        signature_field="Sähköinen sinetti",
    )
    data = ask()
    assert problems(data, language="fi", attached=["credential.json"]) == []
    assert ask(renderer=strict) == data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        attached = pdf.attachments["credential.json"].get_file()
        field = pdf.Root.AcroForm.Fields[0]
        assert (attached.read_bytes(), attached.mime_type) == (
            CREDENTIAL.data,
            CREDENTIAL.mime,
        )
        assert (str(field.TU), "/V" in field) == ("Sähköinen sinetti", False)


@pytest.mark.parametrize(
    "wrong", [{"name": "../x"}, {"name": ""}, {"relationship": "Friend"}]
)
def test_attachment_with_a_strange_name_or_relationship_is_refused(wrong):
    with pytest.raises(ValueError, match=r"attachment|relationship"):
        Attachment(**{"name": "a.json", "data": b""} | wrong)


def test_two_attachments_of_one_name_are_refused():
    with pytest.raises(ValueError, match="one name"):
        render("<p>x", created=WHEN, attachments=[CREDENTIAL, CREDENTIAL])


def test_raster_image_is_not_smoothed():
    import base64

    from PIL import Image

    png = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(png, "PNG")
    source = base64.b64encode(png.getvalue()).decode()
    data = page(f'<h1>x</h1><img alt="Kuva" src="data:image/png;base64,{source}">')
    assert problems(data, language="fi") == []


def test_structure_check_notices_a_plain_file():
    from weasyprint import HTML

    plain = HTML(string="<title>x</title><p>x").write_pdf()
    assert len(problems(plain, language="fi")) > 3


def test_same_document_gives_the_same_bytes_also_in_a_new_process(strict):
    html = '<html lang="fi"><title>x</title><h1>Äö</h1>'
    first = render(html, created=WHEN)
    assert render(html, created=WHEN) == first
    assert render(html, created=WHEN, renderer=strict) == first


def test_named_asset_is_used_and_an_unknown_one_stops_the_document():
    html = '<html lang="fi"><title>x</title><p>x<img alt="Kuva" src="asset:a.svg">'
    assert render(html, created=WHEN, assets={"a.svg": SVG})
    with pytest.raises(exceptions.AssetRefused):
        render(html, created=WHEN, assets={"b.svg": SVG})


@pytest.mark.parametrize(
    "body",
    [
        '<img alt="x" src="{url}/img">',
        '<img alt="x" src="//127.0.0.1/img">',
        '<img alt="x" src="file:///etc/passwd">',
        '<img alt="x" src="FILE:///etc/passwd">',
        '<img alt="x" src="ftp://127.0.0.1/x">',
        '<link rel="stylesheet" href="{url}/sheet.css">',
        "<style>@import url({url}/import.css)</style>",
        "<style>@font-face{{font-family:x;src:url({url}/font)}}p{{font-family:x}}"
        "</style><p>x",
        '<p style="background:url({url}/background)">x',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<object data="{url}/object">x</object>',
        '<embed src="{url}/embed">',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}/svg"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><use href="file:///etc/passwd#x"/></svg>',
        '<img alt="x" src="data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22>'
        '<image href=%22{url}/nested%22/></svg>">',
        '<iframe src="{url}/frame"></iframe>',
        '<script src="{url}/script"></script><video src="{url}/video"></video>',
    ],
)
def test_hostile_document_reaches_no_socket_and_no_file(body, canary):
    url, asked = canary
    try:
        data = page(f"<h1>x</h1>{body.format(url=url)}")
    except exceptions.PdfError:
        data = b""
    assert asked == []
    assert b"EmbeddedFile" not in data
    assert b"root:" not in data


def test_character_without_a_glyph_is_named():
    with pytest.raises(exceptions.MissingGlyphs) as refusal:
        page("<h1>Aino 水ж</h1>")
    assert set(refusal.value.characters) == {"水", "ж"}


def test_fonts_of_the_machine_are_never_used():
    with pytest.raises(exceptions.MissingGlyphs):
        page("<h1>Αθήνα</h1>", css="h1{font-family:'DejaVu Sans'}")


def test_document_of_another_length_is_refused():
    with pytest.raises(exceptions.WrongPageCount) as refusal:
        page("<h1>x</h1><p style='break-before:page'>y")
    assert (refusal.value.pages, refusal.value.wanted) == (2, 1)


@pytest.mark.parametrize(
    "html",
    [
        "<html lang=fi><title>x</title>" + "<div style='display:flex'>" * 400 + "x",
        "<html lang=fi><title>x</title>" + "<table><tr><td>" * 60 + "x",
        "<html lang=fi><title>x</title><p style='font-size:1e9pt'>x",
        "<html lang=fi><title>x</title><ul style='columns:9999'>" + "<li>x" * 20_000,
    ],
    ids=["flex", "tables", "size", "columns"],
)
def test_evil_document_is_stopped_and_the_next_one_is_drawn(strict, html):
    with contextlib.suppress(exceptions.PdfError):
        render(html, created=WHEN, renderer=strict)
    good = render("<html lang=fi><title>x</title>x", created=WHEN, renderer=strict)
    assert good.startswith(b"%PDF")


def test_endless_document_is_killed_in_time_and_says_so():
    renderer = Renderer(seconds=1)
    html = "<html lang=fi><title>x</title><p>" + "x " * 3_000_000
    with pytest.raises(exceptions.RenderStopped):
        render(html, created=WHEN, renderer=renderer)
    renderer.stop()


def test_killed_process_is_replaced(strict):
    render("<html lang=fi><title>x</title>x", created=WHEN, renderer=strict)
    os.kill(strict._process.pid, 9)
    strict._process.wait()
    assert render("<html lang=fi><title>x</title>x", created=WHEN, renderer=strict)


def test_process_is_replaced_after_its_share_of_documents(strict, monkeypatch):
    monkeypatch.setattr(rendering, "DOCUMENTS", 2)
    pids = []
    for _ in range(4):
        render("<html lang=fi><title>x</title>x", created=WHEN, renderer=strict)
        pids.append(strict._process.pid)
    assert len(set(pids)) == 2


def test_rendering_process_has_no_secret_of_the_site(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hush")
    monkeypatch.setenv("DATABASE_URL", "postgres://hush")
    environment = rendering._environment()
    assert "hush" not in "".join(environment.values())
    assert "DJANGO_SETTINGS_MODULE" not in environment


def test_without_the_libraries_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(rendering, "find_spec", lambda name: None)
    with pytest.raises(exceptions.PdfNotInstalled, match=r"\[pdf\]"):
        render("<p>x", created=WHEN, renderer=Renderer())


def test_threads_share_the_process_without_mixing_documents():
    from concurrent.futures import ThreadPoolExecutor

    def draw(number):
        return page(f"<h1>{number}</h1>")

    alone = [draw(n) for n in range(6)]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(draw, range(6))) == alone


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Äiti Åsa Čáppá Ŋŧžǥǧǩ Ʒǯ", ""),
        ("Nguyễn", ""),
        ("水 ж 水", "水ж"),
        ("x\u0000", "\u0000"),
        (" \t\n\u00a0", ""),
    ],
)
def test_undrawable_characters_are_listed_once(text, missing):
    assert undrawable(text) == missing


def test_every_font_is_shipped_with_its_licence():
    for family, files in FAMILIES.items():
        assert (FOLDER / f"OFL-{family.lower().replace(' ', '-')}.txt").exists()
        assert all((FOLDER / name).exists() for name in files)
