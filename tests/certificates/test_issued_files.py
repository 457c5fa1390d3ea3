"""What is issued, in the hands of every checker: standards, structure, seal, one byte."""

import io
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pikepdf
import pytest
from django.db import transaction
from django.test import override_settings

from certificates.sealing.inspection import inspect
from tests.certificates import vera
from tests.certificates.issued_files import a_dozen, many
from tests.certificates.sealed import flipped
from tests.valmentamo.pdf_structure import problems

pytestmark = [pytest.mark.pdf, pytest.mark.long]
DIRECTION = "\u202a\u202b\u202c"
HOST = "https://valmentamo.example"


def needs(program):
    return pytest.mark.skipif(
        shutil.which(program) is None, reason=f"{program} is missing"
    )


def made(django_db_blocker, issue):
    """Issue in a transaction that is rolled back; the bytes are read before."""
    with (
        django_db_blocker.unblock(),
        override_settings(VALMENTAMO_CERTIFICATES_BASE_URL=HOST),
        transaction.atomic(),
    ):
        files = list(issue())
        transaction.set_rollback(True)
    return files


@pytest.fixture(scope="session")
def files(django_db_setup, django_db_blocker):
    return made(django_db_blocker, a_dozen)


@pytest.fixture(scope="session")
def thousand(django_db_setup, django_db_blocker):
    return made(django_db_blocker, lambda: many(1000))


@pytest.fixture(scope="session")
def folder(files, tmp_path_factory):
    return written(files, tmp_path_factory)


def written(files, tmp_path_factory):
    folder = tmp_path_factory.mktemp("issued")
    for file in files:
        folder.joinpath(f"{file.name}.pdf").write_bytes(file.data)
    return folder


def run(*command):
    """Exit code and words of a checker."""
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def wrong_structure(files):
    found = {}
    for file in files:
        attached = ["credential.json"] if file.row.credential else []
        found[file.name] = problems(
            file.data, language=file.language, attached=attached
        )
    return {name: told for name, told in found.items() if told}


def test_every_file_is_tagged_and_claims_both_standards(files):
    assert len(files) == 12
    assert wrong_structure(files) == {}


@pytest.mark.skipif(bool(vera.missing()), reason=vera.missing() or "-")
def test_verapdf_finds_nothing_in_sealed_files(files):
    assert vera.check({file.name: file.data for file in files}) == []


@pytest.mark.skipif(find_spec("outloud") is None, reason="outloud is missing")
def test_outloud_finds_nothing_in_any_file(folder):
    """In Devanagari some marks have no text of their own: the letter before has it."""
    program = Path(sys.executable).with_name("outloud")
    clusters = set(folder.glob("*-devanagari.pdf"))
    code, told = run(program, "-q", *(set(folder.iterdir()) - clusters))
    assert code == 0, told
    code, told = run(program, "-q", "--skip", "TXT-003", *clusters)
    assert code == 0, told


@needs("qpdf")
def test_qpdf_finds_no_fault(folder):
    for path in folder.iterdir():
        code, told = run("qpdf", "--check", path)
        assert (code, "WARNING" in told) == (0, False), told


@needs("pdfsig")
def test_pdfsig_says_that_the_whole_file_is_validly_signed(folder):
    for path in folder.iterdir():
        code, told = run("pdfsig", "-nocert", path)
        assert code == 0, told
        assert "Signature is Valid." in told, told
        assert "Total document signed" in told, told


@needs("mutool")
def test_mutool_says_that_nothing_changed_since_sealing(folder):
    for path in folder.iterdir():
        _code, told = run("mutool", "sign", "-v", path)
        assert "The document is unchanged since signing." in told, told


def test_every_seal_holds_for_the_published_key(files):
    faults = {
        file.name: report
        for file in files
        if not (report := inspect(file.data, {"ours": file.key})).is_good
    }
    assert faults == {}


def test_every_checker_refuses_one_flipped_byte(files, tmp_path):
    whole = files[0].data
    path = tmp_path / "flipped.pdf"
    for share in (0.05, 0.6):
        path.write_bytes(flipped(whole, int(len(whole) * share)))
        assert not inspect(path.read_bytes(), {"ours": files[0].key}).is_good
        if shutil.which("pdfsig"):
            assert "Signature is Valid." not in run("pdfsig", "-nocert", path)[1]
        if shutil.which("mutool"):
            assert "is unchanged since" not in run("mutool", "sign", "-v", path)[1]


@needs("pdftotext")
def test_names_of_every_script_can_be_read_from_the_file(files, folder):
    lost = []
    for file in files:
        path = folder / f"{file.name}.pdf"
        _code, told = run("pdftotext", "-raw", path, "-")
        # Without the spaces that a reader puts beside a wide accent, and the marks of
        # direction that poppler writes around Arabic words.
        found = "".join(c for c in told if c not in DIRECTION and not c.isspace())
        words = file.printed_name.split()
        lost += [(file.name, word) for word in words if word not in found]
    assert lost == []


def test_files_use_only_the_shipped_fonts(files):
    shipped = ("Afacad", "Vollkorn", "Vazirmatn", "Noto-Sans-Devanagari")
    for file in files:
        with pikepdf.open(io.BytesIO(file.data)) as pdf:
            fonts = {
                str(item.BaseFont).partition("+")[2]
                for item in pdf.objects
                if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item
            }
        assert fonts
        assert all(name.startswith(shipped) for name in fonts), fonts


@pytest.mark.proof
@pytest.mark.skipif(bool(vera.missing()), reason=vera.missing() or "-")
def test_a_thousand_files_pass_every_check(thousand, tmp_path_factory):
    assert len(thousand) == 1000
    assert wrong_structure(thousand) == {}
    for start in range(0, len(thousand), 100):
        part = thousand[start : start + 100]
        assert vera.check({file.name: file.data for file in part}) == []
    for file in thousand:
        assert inspect(file.data, {"ours": file.key}).is_good, file.name
    for path in written(thousand, tmp_path_factory).iterdir():
        assert run("qpdf", "--check", path)[0] == 0, path
        assert "Signature is Valid." in run("pdfsig", "-nocert", path)[1], path
        told = run("mutool", "sign", "-v", path)[1]
        assert "unchanged since signing" in told, path
