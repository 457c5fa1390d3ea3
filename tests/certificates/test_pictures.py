"""Logos and signatures: what is decoded, what is refused, and what is left of a file."""

import builtins
import socket
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from certificates import filing, pictures
from certificates.exceptions import PictureLost, PictureRefused
from certificates.pictures import (
    LONGEST,
    MOST_BYTES,
    keep,
    key_for,
    plain_picture,
    read,
)

SECRET = b"file:///etc/passwd"
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">
<image x:href="file:///etc/passwd"/><image href="http://127.0.0.1:9/x.png"/>
<style>@import url(http://127.0.0.1:9/x.css)</style></svg>"""
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file\n"


def encoded(kind="PNG", size=(60, 30), mode="RGB", **options):
    out = BytesIO()
    Image.new(mode, size, 120 if mode == "L" else None).save(out, kind, **options)
    return out.getvalue()


def chunk(name, data):
    body = name + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def bomb(width, height):
    """A header that promises many pixels and a body that has next to none."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b"")


def swollen_text():
    """A compressed text of the file that unpacks to sixty megabytes."""
    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 60_000_000))
    plain = encoded()
    return plain[:33] + text + plain[33:]


def turned(tag):
    """To be turned, with a word where Exif wants a number, which writing it anew needs."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "hello"
    data = encoded("JPEG", exif=exif)
    return data.replace(b"\x01\x0e\x00\x02", tag + b"\x00\x02")


HOSTILE = {
    "svg": SVG,
    "svg behind a picture's name": b"\xef\xbb\xbf" + SVG,
    "eps": EPS,
    "gif": encoded("GIF"),
    "webp": encoded("WEBP"),
    "tiff": encoded("TIFF"),
    "pdf": b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction 2 0 R>>endobj",
    "html": b"<html><img src=file:///etc/passwd>",
    "zip": b"PK\x03\x04" + bytes(60),
    "empty": b"",
    "signature of png alone": b"\x89PNG\r\n\x1a\n",
    "truncated png": encoded(size=(300, 300))[:200],
    "truncated jpeg": encoded("JPEG", size=(300, 300))[:300],
    "bomb by size": bomb(30_000, 30_000),
    "bomb beyond every limit": bomb(2_000_000, 2_000_000),
    "bomb below the warning": bomb(4_000, 4_000),
    "strip": encoded(size=(2_100, 10)),
    "no pixel": bomb(0, 10),
    "too many bytes": encoded() + bytes(MOST_BYTES),
    "text that swells": swollen_text(),
    "word for a whole number": turned(b"\x01\x52"),
    "word for a fraction": turned(b"\x01\x1f"),
}


@pytest.fixture
def cut_off(monkeypatch):
    """No socket and no file: whatever asks for one has failed the test."""
    asked = []
    plain_open = builtins.open

    def no_socket(*args, **kwargs):
        asked.append("socket")
        raise OSError

    def no_file(path, *args, **kwargs):
        if "site-packages" not in str(path) and "/lib/python" not in str(path):
            asked.append(str(path))
        return plain_open(path, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", no_socket)
    monkeypatch.setattr(builtins, "open", no_file)
    return asked


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_file_is_refused_and_touches_no_file_and_no_socket(kind, cut_off):
    with pytest.raises(PictureRefused) as refusal:
        plain_picture(HOSTILE[kind])
    assert str(refusal.value)
    assert cut_off == []


def test_nothing_of_the_file_but_its_pixels_is_kept():
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SECRET.decode())
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    data = encoded(pnginfo=info, icc_profile=SECRET, exif=exif)
    picture = plain_picture(data + b"PK\x03\x04 hidden " + SECRET)
    assert SECRET not in picture.data
    assert b"hidden" not in picture.data
    names = [c for c in (b"tEXt", b"iCCP", b"eXIf", b"zTXt") if c in picture.data]
    assert names == []


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I;16"])
def test_every_kind_of_pixels_becomes_plain_colour_on_white(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    with Image.open(BytesIO(plain_picture(encoded(kind, mode=mode)).data)) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "RGB", (60, 30))


def test_clear_ground_becomes_paper():
    out = BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(BytesIO(plain_picture(out.getvalue()).data)) as image:
        assert image.getpixel((4, 4)) == (255, 255, 255)


def test_large_picture_is_made_as_small_as_paper_needs():
    picture = plain_picture(encoded(size=(3000, 1500)))
    assert (picture.width, picture.height) == (LONGEST, LONGEST // 2)


def test_same_picture_has_the_same_name_and_bytes():
    assert plain_picture(encoded()) == plain_picture(encoded())


def test_picture_that_was_changed_or_lost_in_storage_is_not_drawn():
    picture = plain_picture(encoded(size=(31, 17)))
    keep(picture)
    assert read(picture.sha256) == picture.data
    filing.store(key_for(picture.sha256), picture.data + b"x")
    with pytest.raises(PictureLost):
        read(picture.sha256)
    with pytest.raises(PictureLost):
        read("0" * 64)


def test_pictures_do_not_lie_where_orphaned_certificates_are_swept():
    assert not pictures.key_for("a" * 64).startswith(f"{filing.ROOT}/")
