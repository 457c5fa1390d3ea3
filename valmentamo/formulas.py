"""Text that a spreadsheet would run as a formula, made harmless and back again."""

import re

#: A sheet looks past blanks, and some of them read the full-width signs too.
_RISKY = re.compile(r"[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]")
_MARK = "'"


def neutralised(text: str) -> str:
    """The text with a mark before it where a sheet might run it."""
    return _MARK + text if _RISKY.match(text.lstrip(_MARK)) else text


def restored(text: str) -> str:
    """What `neutralised` was given; other texts stay as they are."""
    marked = text.startswith(_MARK) and _RISKY.match(text.lstrip(_MARK))
    return text.removeprefix(_MARK) if marked else text
