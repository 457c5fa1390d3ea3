"""The PDF of a self-rating; one is drawn at a time in each process."""

import re
import threading
from dataclasses import replace

from django.template.loader import render_to_string
from django.utils.translation import get_language

from rubric.exceptions import PrinterBusy
from rubric.self_view import SelfView
from valmentamo.pdf.fonts import undrawable
from valmentamo.pdf.rendering import render

FOLDER = "valmentamo_rubric/self_rating"
#: Stands where a character can't be drawn.
MARK = "[?]"
#: Thousands of lines take the printer twenty seconds; no note needs so many.
MOST_LINES = 40
PATIENCE = 4
_turn = threading.BoundedSemaphore()
#: The one in work and one that waits. Whoever waits holds a thread of the web server,
#: and anybody may come: a crowd must leave threads for everything else.
_line = threading.BoundedSemaphore(2)


def draw_self_rating(view: SelfView) -> bytes:
    """An accessible PDF in the active language. Anybody may ask for one, and drawing is
    dear, so whoever comes when another waits, or waits longer than a few seconds for
    the one in work, is refused with `PrinterBusy`. Refuses what `valmentamo.pdf` refuses, `PdfNotInstalled` above all.
    """
    html, css = document(view), render_to_string(f"{FOLDER}_pdf.css")
    if not _line.acquire(blocking=False):
        raise PrinterBusy
    try:
        if not _turn.acquire(timeout=PATIENCE):
            raise PrinterBusy
        try:
            return render(html, css=css, created=view.at, pages=None)
        finally:
            _turn.release()
    finally:
        _line.release()


def document(view: SelfView) -> str:
    """The document as HTML. Characters that no font has are replaced by a mark, and a
    note says so."""
    notes = {key: folded(note) for key, note in view.notes.items()}
    view = replace(view, notes=notes)
    html = _html(view, replaced=False)
    if undrawable(html):
        html = _html(view, replaced=True)
        bad = re.escape(undrawable(html))
        html = re.sub(f"[{bad}]+", MARK, html)
    return html


def folded(note: str) -> str:
    """The note in few enough lines: what comes after them runs on in the last one."""
    lines = note.split("\n")
    rest = " ".join(line for line in lines[MOST_LINES - 1 :] if line)
    return "\n".join([*lines[: MOST_LINES - 1], rest]).strip()


def _html(view: SelfView, *, replaced: bool) -> str:
    context = {
        "view": view,
        "language": get_language(),
        "replaced": replaced,
        "mark": MARK,
    }
    return render_to_string(f"{FOLDER}_pdf.html", context)
