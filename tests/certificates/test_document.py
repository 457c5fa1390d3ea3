"""The file that is issued: both standards, one page, the texts, the same bytes twice."""

import hashlib
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from certificates.enums import Layout
from certificates.exceptions import DoesNotFit
from certificates.rendering import certificate_html, day, draw_certificate
from tests.certificates import vera
from tests.certificates.factories import FACTS, TemplateVersionFactory, issued
from tests.valmentamo.pdf_structure import problems
from valmentamo.pdf.exceptions import MissingGlyphs
from valmentamo.pdf.rendering import render

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]

LANGUAGES = ("fi", "sv", "en")
NAMES = {
    10: "Aino Lehto",
    49: "Maria-Katariina Áilu Čáppá Nieminen-Rautiainen-Öl",
    95: ("Maria-Katariina Áilu Ŋŧžǥǧǩ Ʒǯõâ " * 3)[:95],
    120: ("Ääkkönen-Őrsted " * 8)[:120].strip(),
}
LONG = replace(
    FACTS["fi"],
    course="Sosiaalisten innovaatioiden laadukas kehittäminen, kuvaaminen ja vaikuttavuus "
    "yhdessä",
    innovation="Monialainen työllisyyden ja hyvinvoinnin lähipalvelumalli Rantaharjun "
    "seudulla",
    partner="Harjuseudun hyvinvointialue",
    learner_organisation="Rantaharjun työpaja- ja kulttuuriyhdistys ry, aluetoimisto",
)


def text_of(data: bytes, tmp_path: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler is missing")
    path = tmp_path / "file.pdf"
    path.write_bytes(data)
    result = subprocess.run(
        ["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True
    )
    return " ".join(result.stdout.split())


@pytest.fixture(params=Layout.values)
def layout(request):
    return request.param


def certificate(layout, **changes):
    version = TemplateVersionFactory(layout=layout, co_funded=True)
    return issued(template_version=version, languages=LANGUAGES, **changes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_file_is_tagged_and_claims_both_standards(layout, language):
    data = draw_certificate(certificate(layout), language)
    assert problems(data, language=language) == []


@pytest.mark.skipif(bool(vera.missing()), reason=vera.missing() or "-")
def test_verapdf_refuses_a_file_without_our_finisher(monkeypatch):
    """The check itself must be able to fail."""
    from weasyprint import HTML

    plain = HTML(string="<html lang=fi><title>x</title><p>x").write_pdf()
    assert vera.check({"plain": plain}) != []


@pytest.mark.parametrize("length", NAMES)
def test_name_of_any_length_stands_whole_on_one_page(layout, length, tmp_path):
    row = certificate(layout, name=NAMES[length], facts=FACTS | {"fi": LONG})
    data = draw_certificate(row, "fi")
    assert problems(data, language="fi") == []
    assert row.printed_name in text_of(data, tmp_path).replace("- ", "-")


def test_every_fact_is_on_the_page(layout, tmp_path):
    text = text_of(draw_certificate(certificate(layout), "fi"), tmp_path)
    facts = FACTS["fi"]
    expected = [
        facts.course,
        facts.innovation,
        *facts.outcomes,
        facts.learner_organisation,
        facts.participation_form,
        facts.assessment,
        facts.framework_level,
        facts.quality_assurance,
        *(count.label for count in facts.counts),
        "Eeva Pelkonen",
        "2.4.2027",
        "Todistus osoittaa suoritetun valmennuksen.",
        "Euroopan unionin osarahoittama",
        "valmentamo.example/t",
    ]
    assert [line for line in expected if line not in text] == []


def test_file_of_each_language_speaks_it(tmp_path):
    row = certificate(Layout.PORTRAIT)
    texts = {lang: text_of(draw_certificate(row, lang), tmp_path) for lang in LANGUAGES}
    assert "on suorittanut hyväksytysti valmennuksen" in texts["fi"]
    assert "har med godkänt resultat genomfört coachningsprogrammet" in texts["sv"]
    assert "has successfully completed the training" in texts["en"]
    assert "2 April 2027" in texts["en"]


def test_emblem_and_statement_are_left_out_unless_the_training_is_co_funded():
    row = issued(template_version=TemplateVersionFactory(co_funded=False))
    html = certificate_html(row, "fi")
    assert 'class="funding"' not in html
    assert "Euroopan unionin osarahoittama" not in html


def test_innovation_is_named_only_when_it_is_given():
    facts = {"fi": replace(FACTS["fi"], innovation="")}
    html = certificate_html(issued(facts=facts), "fi")
    assert "innovaatiokuvauksen" not in html


def test_markup_in_a_name_or_a_fact_is_only_text(tmp_path):
    name = '<b>Aino</b> & "Co" {name} {{ x }}'
    facts = FACTS | {"fi": replace(FACTS["fi"], organiser="<img src=x> {% now %} Oy")}
    row = issued(name=name, facts=facts)
    text = text_of(draw_certificate(row, "fi"), tmp_path)
    assert name in text
    assert "<img src=x> {% now %} Oy" in text


def test_another_process_draws_the_same_bytes():
    row = certificate(Layout.LANDSCAPE)
    html = certificate_html(row, "fi")
    here = render(html, created=row.issued_at, pages=None)
    script = (
        "import sys, hashlib, datetime\n"
        "from valmentamo.pdf.rendering import render\n"
        "created = datetime.datetime.fromisoformat(sys.argv[1])\n"
        "data = render(sys.stdin.read(), created=created, pages=None)\n"
        "print(hashlib.sha256(data).hexdigest())\n"
    )
    there = subprocess.run(
        [sys.executable, "-c", script, row.issued_at.isoformat()],
        input=html,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "7", "PATH": "/usr/bin"},
        cwd=Path(__file__).parents[2],
    )
    assert there.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_qr_code_leads_to_the_page_on_the_configured_host():
    """Read back from the drawing, module by module."""
    import segno

    from certificates import addresses

    row = certificate(Layout.LANDSCAPE)
    url = addresses.qr_url(row.code, "sv")
    assert url.startswith(f"https://valmentamo.example/sv/t/{row.printed_code}/?k=")
    html = certificate_html(row, "sv")
    size = len(segno.make(url, error="m", boost_error=False).matrix)
    assert f'viewBox="0 0 {size} {size}"' in html


def test_texts_that_can_never_fit_are_refused():
    endless = replace(FACTS["fi"], outcomes=("Osaa paljon. " * 60,) * 12)
    with pytest.raises(DoesNotFit):
        draw_certificate(issued(facts={"fi": endless}), "fi")


def test_character_that_no_font_can_draw_is_refused_and_named():
    row = issued(facts={"fi": replace(FACTS["fi"], organiser="水 Oy")})
    with pytest.raises(MissingGlyphs) as refusal:
        draw_certificate(row, "fi")
    assert refusal.value.characters == "水"


def test_days_are_written_as_people_write_them():
    issued_on = FACTS["fi"].issued_on
    assert [day(issued_on, lang) for lang in LANGUAGES] == [
        "2.4.2027",
        "2.4.2027",
        "2 April 2027",
    ]


def test_markup_in_a_name_of_the_template_stays_text():
    hostile = '<img src="file:///etc/passwd">" style="background:url(http://x)'
    version = TemplateVersionFactory(signed_by=(hostile,))
    html = certificate_html(issued(template_version=version), "fi")
    assert "<img" not in html
    assert "&lt;img src=&quot;file:///etc/passwd&quot;&gt;&quot; style=" in html
