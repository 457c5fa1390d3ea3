"""How much of a name the public page shows, and who may read all of it."""

import unicodedata


def initials(name: str) -> str:
    """First letters of the first and the last word: 'A. R.'."""
    words = name.split()
    chosen = [words[0], words[-1]] if len(words) > 1 else words
    return " ".join(f"{word[0]}." for word in chosen)


def is_family_name(typed: str, name: str) -> bool:
    """Whether what was typed ends the name: 'Rautio', 'van der Berg', 'áilu rautio'."""
    given, whole = _bare(typed), _bare(name)
    return bool(given) and whole[-len(given) :] == given


def name_has(name: str, typed: str) -> bool:
    """Whether every word that was typed is somewhere in the name."""
    whole = " ".join(_bare(name))
    return all(word in whole for word in _bare(typed))


def _bare(text: str) -> list[str]:
    """Words without case and accents, so that a missing dot is not a wrong name."""
    folded = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in folded if not unicodedata.combining(c)).split()
