"""Logos and signatures: uploaded bytes in, a plain PNG in private storage out.

Only PNG and JPEG are decoded, within limits that are asked before anything is unpacked.
What is kept is made anew from the pixels: no metadata, no profile, no second file that
was hidden behind the first.
"""

import struct
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from . import filing
from .exceptions import PictureLost, PictureRefused

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG")
MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 12_000_000
#: 40 mm at 600 dots an inch; more can't be seen on paper.
LONGEST = 960
#: Every way in which the library gives up on bytes that somebody made up.
FAULTS: tuple[type[Exception], ...] = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)
PAPER = (255, 255, 255, 255)


@dataclass(frozen=True, slots=True)
class Picture:
    sha256: str
    width: int
    height: int
    data: bytes


def plain_picture(data: bytes) -> Picture:
    """The same picture as a plain PNG on white paper, at most `LONGEST` pixels long.

    Refuses PictureRefused with a sentence for the person who chose the file.
    """
    if len(data) > MOST_BYTES:
        raise PictureRefused(
            _("The picture is larger than %(size)d MB. Save it smaller.")
            % {"size": MOST_BYTES // 1024 // 1024}
        )
    image = _decoded(data)
    image.thumbnail((LONGEST, LONGEST))
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    png = out.getvalue()
    return Picture(filing.sha256(png), image.width, image.height, png)


def keep(picture: Picture) -> None:
    """Store the bytes under their own hash; what is there already has the same bytes."""
    key = key_for(picture.sha256)
    if not filing.storage().exists(key):
        filing.store(key, picture.data)


def read(sha256: str) -> bytes:
    """The bytes of a picture. Refuses PictureLost when they are gone or not the same."""
    try:
        with filing.read(key_for(sha256)) as file:
            data = file.read()
    except OSError as error:
        raise PictureLost(sha256) from error
    if filing.sha256(data) != sha256:
        raise PictureLost(sha256)
    return data


def key_for(sha256: str) -> str:
    return f"pictures/{sha256[:2]}/{sha256}.png"


def _decoded(data: bytes) -> "Image":
    """The pixels on white, and nothing else of the file."""
    from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

    # WeasyPrint lets the library fill up what was cut short, for the whole process.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(BytesIO(data), formats=FORMATS) as opened:
                _check_size(*opened.size)
                upright = ImageOps.exif_transpose(opened)
                pixels = upright.convert("RGBA")
        except UnidentifiedImageError as error:
            raise PictureRefused(
                _(
                    "Choose a PNG or JPEG picture. Other kinds, such as SVG, EPS, GIF "
                    "and PDF, are not taken."
                )
            ) from error
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise _too_many_pixels() from error
        except FAULTS as error:
            raise PictureRefused(
                _("The picture is damaged or cut short. Save it again.")
            ) from error
    paper = Image.new("RGBA", pixels.size, PAPER)
    paper.alpha_composite(pixels)
    return paper.convert("RGB")


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise _too_many_pixels()
    if min(width, height) < 1 or max(width, height) > 20 * min(width, height):
        raise PictureRefused(
            _("The picture is a strip. Cut it so that it is at most 20 times as long.")
        )


def _too_many_pixels() -> PictureRefused:
    return PictureRefused(
        _("The picture has more than %(count)d million pixels. Save it smaller.")
        % {"count": MOST_PIXELS // 1_000_000}
    )
