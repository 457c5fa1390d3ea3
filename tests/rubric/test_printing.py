"""The print of a version: both standards, every text, the same bytes twice."""

import re
import shutil
import subprocess

import pytest

pytest.importorskip("weasyprint")
pytest.importorskip("pikepdf")

from rubric.printing import draw_rubric, rubric_html
from rubric.services.importing import DEFAULT_RUBRIC, import_rubric
from tests.certificates import vera
from tests.rubric.factories import NOON, make_draft, make_version
from tests.valmentamo.pdf_structure import problems
from valmentamo.yamlfiles import load_yaml

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]
LANGUAGES = ("fi", "sv", "en")


@pytest.fixture
def default_version():
    return import_rubric(data=load_yaml(DEFAULT_RUBRIC), at=NOON)


@pytest.mark.parametrize("language", LANGUAGES)
def test_print_is_tagged_and_claims_both_standards(language):
    data = draw_rubric(make_version(), language)
    assert problems(data, language=language, pages=None) == []


@pytest.mark.skipif(bool(vera.missing()), reason=vera.missing() or "-")
def test_verapdf_finds_nothing_in_any_language(default_version):
    files = {language: draw_rubric(default_version, language) for language in LANGUAGES}
    files["draft"] = draw_rubric(make_draft(texts={}), "fi")
    assert vera.check(files) == []


def test_same_version_gives_the_same_bytes():
    version = make_version()
    assert draw_rubric(version, "fi") == draw_rubric(version, "fi")


def test_every_text_of_the_language_is_on_the_pages(default_version, tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler is missing")
    path = tmp_path / "rubric.pdf"
    path.write_bytes(draw_rubric(default_version, "sv"))
    told = subprocess.run(
        ["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    printed = re.sub(r"\s+", "", told)
    for criterion in default_version.criteria.all():
        for text in (criterion.name, criterion.question):
            assert re.sub(r"\s+", "", text.localize("sv")) in printed


def test_texts_of_people_are_escaped():
    version = make_draft(texts={"title": {"fi": "<b>Otsikko</b> & {{ x }}"}})
    assert "&lt;b&gt;Otsikko&lt;/b&gt; &amp; {{ x }}" in rubric_html(version, "fi")
