"""How the page looks: each layout and language beside the picture that was approved.

After a change that is meant: `make golden`, look at the pictures, commit them.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from certificates.enums import Layout
from certificates.models import (
    CertificateTemplateVersion,
    Issuer,
    TemplateLogo,
    TemplateSignatory,
)
from certificates.pictures import plain_picture
from certificates.rendering import draw_certificate
from certificates.samples import sample_certificate
from tests.certificates.factories import BODY, INNOVATION, TITLE
from tests.certificates.test_pictures import encoded

FOLDER = Path(__file__).parent / "golden"
RENEW = os.environ.get("RENEW_GOLDEN") == "1"
LANGUAGES = ("fi", "sv", "en")
#: The QR code is another on every site; where it stands, in millimetres.
CODE = {Layout.LANDSCAPE: (123, 160), Layout.PORTRAIT: (21, 240)}
#: Of 255: what differs between versions of the libraries that set and draw letters.
MEAN, BLURRED = 1.5, 90
pytestmark = [
    pytest.mark.pdf,
    pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler is missing"),
]


def version(layout):
    """As full as pages usually are; none of it is saved."""
    picture = plain_picture(encoded(size=(300, 100)))
    drawn = {
        "picture": picture.sha256,
        "picture_width": picture.width,
        "picture_height": picture.height,
    }
    row = CertificateTemplateVersion(
        layout=layout,
        co_funded=True,
        issuer=Issuer(slug="x", name={"fi": "Esimerkkikeskus"}),
        body={language: f"{text}." for language, text in BODY.items()},
        body_with_innovation={lang: BODY[lang] + INNOVATION[lang] for lang in BODY},
    )
    row.signatories.set(
        [
            TemplateSignatory(name=name, title=TITLE)
            for name in ("Eeva Pelkonen", "Aku Aho")
        ]
    )
    row.logos.set([TemplateLogo(name={"fi": "Diak"}, **drawn)])
    return row, {picture.sha256: picture.data}


def page(layout, language, folder):
    row, pictures = version(layout)
    certificate = sample_certificate(row, language, with_levels=True)
    data = draw_certificate(certificate, language, read=pictures.__getitem__)
    (folder / "page.pdf").write_bytes(data)
    command = ["pdftoppm", "-r", "60", "-gray", "-png", "-singlefile"]
    subprocess.run([*command, folder / "page.pdf", folder / "page"], check=True)
    with Image.open(folder / "page.png") as drawn:
        grey = drawn.convert("L")
    left, top = (round(mm * 60 / 25.4) for mm in CODE[layout])
    grey.paste(200, (left, top, left + 62, top + 62))
    return grey


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", Layout.values)
def test_page_looks_as_it_was_approved(layout, language, tmp_path):
    path = FOLDER / f"{layout}-{language}.png"
    now = page(layout, language, tmp_path)
    if RENEW:
        now.quantize(16).save(path, optimize=True)
    with Image.open(path) as approved:
        golden = approved.convert("L")
    assert now.size == golden.size
    difference = ImageChops.difference(now, golden)
    assert ImageStat.Stat(difference).mean[0] <= MEAN
    # A letter may stand a little to the side; a word that has moved or gone may not.
    coarse = difference.reduce(6)
    assert coarse.getextrema()[1] <= BLURRED


def test_pictures_that_were_approved_are_small():
    sizes = {path.name: path.stat().st_size for path in FOLDER.glob("*.png")}
    assert len(sizes) == 6
    assert max(sizes.values()) < 25_000
