"""What the PDF room refuses."""


class PdfError(Exception):
    """Root of every refusal of this room."""


class PdfNotInstalled(PdfError):
    """The libraries that make PDF files are not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Making PDF files needs the extra 'pdf'. Install wagtail-valmentamo[pdf] "
            "and the system libraries pango and harfbuzz."
        )


class MissingGlyphs(PdfError):
    """No shipped font can draw these characters."""

    def __init__(self, characters: str) -> None:
        self.characters = characters
        super().__init__(f"No font can draw: {' '.join(characters)}")


class WrongPageCount(PdfError):
    """The document did not fit on as many pages as it must have."""

    def __init__(self, pages: int, wanted: int) -> None:
        self.pages, self.wanted = pages, wanted
        super().__init__(f"The document has {pages} pages, not {wanted}.")


class AssetRefused(PdfError):
    """The document asked for a file that is neither named nor inside it."""


class RenderStopped(PdfError):
    """The rendering process used too much time or memory, or died."""
