"""Draws one document with WeasyPrint. Runs in the rendering process only.

The fonts are gathered once a process: WeasyPrint does not give a FontConfiguration back.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache, partial
from typing import Any

import weasyprint
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from .attachments import Attachment
from .conformance import VARIANT, finish
from .exceptions import AssetRefused, MissingGlyphs, WrongPageCount
from .fetching import LockedFetcher

GUARD = "*{image-rendering:crisp-edges!important}"


@cache
def fonts() -> FontConfiguration:
    return FontConfiguration()


def draw(
    *,
    html: str,
    css: str,
    assets: Mapping[str, bytes],
    created: str,
    pages: int | None,
    attachments: Sequence[Attachment] = (),
    signature_field: str | None = None,
) -> bytes:
    """Return the bytes of a PDF/A-3a and PDF/UA-1 file."""
    fetcher = LockedFetcher(assets)
    try:
        sheets = [_sheet(css), _sheet(GUARD)]
        document = HTML(string=html, url_fetcher=fetcher).render(
            font_config=fonts(), stylesheets=sheets, pdf_variant=VARIANT
        )
        if pages is not None and len(document.pages) != pages:
            raise WrongPageCount(len(document.pages), pages)
        document.metadata.created = document.metadata.modified = created
        mimes = {attachment.name: attachment.mime for attachment in attachments}
        data = document.write_pdf(
            pdf_variant=VARIANT,
            finisher=partial(finish, field=signature_field, mimes=mimes),
            attachments=[_attached(one, created, fetcher) for one in attachments],
        )
    except FatalURLFetchingError as error:
        raise AssetRefused(str(error)) from error
    if missing := _missing(document):
        raise MissingGlyphs(missing)
    return data


@lru_cache(maxsize=16)
def _sheet(css: str) -> CSS:
    """A style is parsed once; its pictures are fetched by each document. It may import
    nothing: there are no assets for it."""
    return CSS(string=css, font_config=fonts(), url_fetcher=LockedFetcher({}))


def _attached(
    attachment: Attachment, created: str, fetcher: LockedFetcher
) -> weasyprint.Attachment:
    when = datetime.fromisoformat(created)
    return weasyprint.Attachment(
        file_obj=io.BytesIO(attachment.data),
        url_fetcher=fetcher,
        name=attachment.name,
        description=attachment.description,
        created=when,
        modified=when,
        relationship=attachment.relationship,
    )


def _missing(document: Any) -> str:
    """A missing glyph is silent in WeasyPrint: the page would show empty boxes."""
    points = {p for font in document.fonts.values() for p in font.missing}
    return "".join(map(chr, sorted(points)))
