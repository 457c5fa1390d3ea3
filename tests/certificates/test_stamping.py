"""Stamped pages: the page that WeasyPrint would draw, without drawing it."""

import io
import re
from dataclasses import replace

import pikepdf
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates import addresses
from certificates.enums import Layout
from certificates.facts import LevelReached
from certificates.rendering import QR_MASK, draw_certificate
from certificates.services.bulk import IssueRequest, begin_batch, issue_many
from certificates.stamping import door
from certificates.stamping.content import meaning_of, texts_of
from certificates.stamping.door import draw, program_for
from certificates.stamping.faces import NotStampable
from certificates.stamping.qr import codes_of
from certificates.stamping.stamping import stamp
from tests.certificates.factories import FACTS, TemplateVersionFactory
from tests.valmentamo.pdf_structure import problems

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]
CREDENTIAL = b'{"id": "urn:x"}'
PLAIN = {language: replace(facts, innovation="") for language, facts in FACTS.items()}


def batch_of(*names, layout=Layout.LANDSCAPE, language="fi", facts=PLAIN):
    requests = [
        IssueRequest(
            recipient=None,
            name=name,
            languages=[language],
            facts=facts,
            issue_key=f"stamping:{number}",
        )
        for number, name in enumerate(names)
    ]
    return issue_many(
        batch=begin_batch(name="Spring", total=len(names), by=None),
        template_version=TemplateVersionFactory(layout=layout),
        requests=requests,
        by=None,
    ).certificates


def with_levels(*values, language="fi"):
    scale = tuple((f"uuid-{n}", n, f"taso {n}") for n in range(1, 5))
    rows = tuple(
        LevelReached(
            criterion=f"uuid-{number}",
            name=f"Kriteeri {number}",
            level=f"uuid-{value}",
            value=value,
            label=f"taso {value}",
            levels=scale,
        )
        for number, value in enumerate(values)
    )
    return {language: replace(PLAIN[language], levels=rows)}


def texts(data):
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        page.contents_coalesce()
        fonts = page.Resources.Font
        meanings = {name: meaning_of(font) for name, font in fonts.items()}
        return texts_of(page.Contents.read_bytes(), meanings)


@pytest.mark.parametrize("layout", list(Layout))
def test_stamped_page_has_the_texts_of_the_drawn_one_in_the_same_places(layout):
    (row,) = batch_of("Fifi Žofie", layout=layout, language="sv")
    program = program_for(row, "sv")
    ours = texts(stamp(program, row, "sv", CREDENTIAL))
    theirs = texts(draw_certificate(row, "sv", credential=CREDENTIAL))
    assert [text.text for text in ours] == [text.text for text in theirs]
    for mine, other in zip(ours, theirs, strict=True):
        assert mine.y == other.y
        assert mine.x == pytest.approx(other.x, abs=0.35)


@pytest.mark.parametrize("layout", list(Layout))
@pytest.mark.parametrize("values", [(1, 2, 3, 4, 1), (4, 4, 1, 3, 2), (0, 1, 1, 1, 1)])
def test_levels_are_stamped_as_they_are_drawn(layout, values):
    (row,) = batch_of("Aino Rautio", layout=layout, facts=with_levels(*values))
    program = program_for(row, "fi")
    ours = door._seen(stamp(program, row, "fi", CREDENTIAL))
    theirs = door._seen(draw_certificate(row, "fi", credential=CREDENTIAL))
    assert [f"{value}/4" for value in values] == [
        text.text for text in ours[0] if text.text.endswith("/4")
    ]
    assert len(ours[1]) >= len(values)
    assert door._is_same(ours, theirs)


def test_everyone_assessed_by_one_rubric_has_one_compiled_page():
    high, low = (
        batch_of("Aino Rautio", facts=with_levels(*values))[0]
        for values in ((4, 4, 4), (1, 2, 3))
    )
    low.template_version = high.template_version
    assert program_for(high, "fi") is program_for(low, "fi")


def test_stamped_file_is_tagged_and_claims_both_standards():
    (row,) = batch_of("Aino Rautio")
    data = stamp(program_for(row, "fi"), row, "fi", CREDENTIAL)
    assert problems(data, language="fi", attached=["credential.json"]) == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.docinfo["/Title"]).startswith("Todistus: Aino Rautio, ")
        assert pdf.Root.AF[0].EF.F.read_bytes() == CREDENTIAL
        link = next(a for a in pdf.pages[0].Annots if a.Subtype == "/Link")
        assert str(link.A.URI) == addresses.verify_url(row.code, "fi")


def test_nothing_of_the_sentinels_is_left_in_a_file():
    (row,) = batch_of("Aino Rautio")
    data = stamp(program_for(row, "fi"), row, "fi", CREDENTIAL)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        whole = b"".join(
            item.read_bytes() if isinstance(item, pikepdf.Stream) else item.unparse()
            for item in pdf.objects
        )
    assert b"Wilhelmiina" not in whole
    assert b"W8M8" not in whole
    assert not any("Wilhelm" in text.text for text in texts(data))


def test_page_compiled_again_gives_the_same_bytes():
    (row,) = batch_of("Aino Rautio")
    first = draw(row, "fi", credential=CREDENTIAL)
    door._programs.clear()
    assert draw(row, "fi", credential=CREDENTIAL) == first


@pytest.mark.parametrize(
    "name",
    [
        "Aino Maria Susanna Elisabet Rautio-Mäkinen",  # wider than its slot
        "Aino " + "Rautio" * 15,  # the longest names may wrap
        "Nguye\u0302\u0303n An",  # marks that are set by offsets
    ],
)
def test_what_does_not_fit_is_drawn_by_weasyprint(name):
    (row,) = batch_of(name)
    assert draw(row, "fi", credential=CREDENTIAL) == draw_certificate(
        row, "fi", credential=CREDENTIAL
    )


def test_sentence_that_names_an_innovation_is_never_stamped():
    (row,) = batch_of("Aino Rautio", facts=FACTS)
    assert program_for(row, "fi") is None


def test_one_certificate_alone_is_laid_out(monkeypatch):
    from tests.certificates.factories import issued

    row = issued(facts=PLAIN)
    monkeypatch.setattr(door, "program_for", lambda *args: pytest.fail("compiled"))
    assert draw(row, "fi", credential=CREDENTIAL).startswith(b"%PDF")


def test_text_that_is_too_wide_says_so():
    (row,) = batch_of("Aino Rautio")
    program = program_for(row, "fi")
    row.printed_name = "Wilhelmiina Wilhelmsson WW"
    with pytest.raises(NotStampable, match="too wide"):
        stamp(program, row, "fi", CREDENTIAL)


@settings(deadline=None)  # the first one makes the tables
@given(
    text=st.text(
        alphabet="abcdefghijklmnopqrstuvwxyzABCDEFGHJKMNPQRSTVWXYZ0123456789:/?=-.",
        min_size=60,
        max_size=60,
    )
)
def test_code_is_the_very_one_that_segno_makes(text):
    symbol = segno.make(
        text.encode(), error="m", boost_error=False, mask=QR_MASK, mode="byte"
    )
    expected = ["".join(map(str, row)) for row in symbol.matrix]
    assert codes_of(60).rows(text) == expected


def test_code_on_the_page_is_that_of_its_address():
    (row,) = batch_of("Aino Rautio")
    data = stamp(program_for(row, "fi"), row, "fi", CREDENTIAL)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        page.contents_coalesce()
        content = page.Contents.read_bytes()
    drawn = re.search(rb"/W (\d+) .* ID ([0-9a-f]+)> EI", content)
    size, bits = int(drawn[1]), bytes.fromhex(drawn[2].decode())
    wide = len(bits) // size
    modules = [
        f"{int.from_bytes(bits[n : n + wide]):0{8 * wide}b}"[:size]
        for n in range(0, len(bits), wide)
    ]
    symbol = segno.make(
        addresses.qr_url(row.code, "fi"), error="m", boost_error=False, mask=QR_MASK
    )
    assert modules == ["".join(map(str, line)) for line in symbol.matrix]
