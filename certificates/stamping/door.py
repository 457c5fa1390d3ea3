"""The one door to a page: stamped where it can be, laid out by WeasyPrint where not."""

import io
import logging
import threading
from collections import OrderedDict
from contextlib import suppress
from dataclasses import replace

import pikepdf

from ..conf import app_settings
from ..facts import to_json
from ..models import Certificate
from ..rendering import draw_certificate
from ..texts import in_language
from .content import Text, meaning_of, texts_of
from .faces import NotStampable
from .marks import forms_of
from .programs import NOTHING, Program, compile_page
from .sentinels import highest, name_class, probe_of, sentinels_of
from .stamping import stamp

logger = logging.getLogger(__name__)
#: Pages kept in a process; each holds about 150 kB.
KEPT = 32
#: How far a stamped text may stand from where WeasyPrint puts it, in pixels of the page.
NEAR = 0.35

Key = tuple[object, ...]
_programs: OrderedDict[Key, Program | None] = OrderedDict()
_lock = threading.Lock()


def draw(certificate: Certificate, language: str, *, credential: bytes) -> bytes:
    """The unsealed file of one language; refuses what `draw_certificate` refuses.

    The certificates of a bulk issue are stamped where that can be done. One alone is
    laid out: that is faster than taking a page apart. Which way it is depends on the
    rows alone, so the same rows give the same bytes in every process.
    """
    program = program_for(certificate, language) if certificate.batch_id else None
    if program is not None:
        with suppress(NotStampable):
            return stamp(program, certificate, language, credential)
    return draw_certificate(certificate, language, credential=credential)


def program_for(certificate: Certificate, language: str) -> Program | None:
    """The compiled page of a certificate's shape; None where there can be none."""
    key = _key(certificate, language)
    if key is None:
        return None
    with _lock:
        if key not in _programs:
            _programs[key] = _proven(certificate, language)
            while len(_programs) > KEPT:
                _programs.popitem(last=False)
        _programs.move_to_end(key)
        return _programs[key]


def _key(certificate: Certificate, language: str) -> Key | None:
    """Everything that a page's constant part is made of; None for what always goes to
    WeasyPrint: a sentence that names an innovation, and the longest names."""
    facts = certificate.facts_in(language)
    size = name_class(certificate.printed_name)
    if facts.innovation or size is None:
        return None
    constant = replace(
        facts,
        issued_on=facts.issued_on.min,
        learner_organisation="-" if facts.learner_organisation else "",
        counts=tuple(replace(count, value="") for count in facts.counts),
        levels=tuple(map(highest, facts.levels)),
    )
    version = certificate.template_version
    return (
        version.template.uuid,
        version.number,
        # An issuer's name is no part of the frozen version.
        in_language(version.issuer.name, language),
        language,
        size,
        app_settings.base_url,
        app_settings.wordmark,
        repr(to_json(constant)),
    )


def _proven(certificate: Certificate, language: str) -> Program | None:
    """Compile a page, and believe it only when another record comes out as WeasyPrint
    draws it: the same texts in the same places, and the same drawings.

    The widest sentinel may have made the whole page smaller; then the next one is tried.
    """
    probe = probe_of(certificate, language)
    drawn = _seen(draw_certificate(probe, language, credential=NOTHING))
    why: object = ""
    for sentinel in sentinels_of(certificate, language):
        try:
            program = compile_page(sentinel, language)
            if _is_same(_seen(stamp(program, probe, language, NOTHING)), drawn):
                return program
            why = "another record differs from WeasyPrint's"
        except NotStampable as refusal:
            why = refusal
    logger.warning("A page of certificates is not compiled: %s", why)
    return None


def _seen(data: bytes) -> tuple[list[Text], list[bytes]]:
    """The texts and the drawings of a page."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        page.contents_coalesce()
        content = page.Contents.read_bytes()
        fonts = page.Resources.Font
        meanings = {name: meaning_of(font) for name, font in fonts.items()}
        drawings = [body for _name, body in forms_of(page, content)]
        return texts_of(content, meanings), drawings


def _is_same(
    ours: tuple[list[Text], list[bytes]], theirs: tuple[list[Text], list[bytes]]
) -> bool:
    return (
        ours[1] == theirs[1]
        and len(ours[0]) == len(theirs[0])
        and all(map(_is_near, ours[0], theirs[0]))
    )


def _is_near(mine: Text, other: Text) -> bool:
    return (
        mine.text == other.text
        and mine.y == other.y
        and abs(mine.size - other.size) < NEAR
        and abs(mine.x - other.x) < NEAR
    )
