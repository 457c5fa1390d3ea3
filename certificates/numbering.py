"""Certificate codes: 80 random bits in Crockford's base 32 and a check character.

The check character is a weighted sum in the field of 32 elements. The weights of the
sixteen places differ, so one wrong character and any two swapped ones are noticed.
"""

import secrets
from functools import reduce
from operator import xor

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 17
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
DASHES = "-‐‑‒–—−_"
GROUPS = (slice(0, 4), slice(4, 8), slice(8, 12), slice(12, 16), slice(16, 17))


def new_code() -> str:
    """Return a fresh code of seventeen characters, without dashes."""
    bits = secrets.randbits(80)
    body = "".join(ALPHABET[(bits >> shift) & 31] for shift in range(75, -1, -5))
    return body + check_character(body)


def check_character(body: str) -> str:
    values = (_times(_power(i + 1), ALPHABET.index(c)) for i, c in enumerate(body))
    return ALPHABET[reduce(xor, values, 0)]


def parse_code(text: str) -> str | None:
    """Read what a person typed: case, spaces, dashes and look-alikes don't matter.

    None means that this can't be a code.
    """
    kept = (c for c in text.upper() if not c.isspace() and c not in DASHES)
    code = "".join(kept).translate(LOOKALIKES)
    if len(code) != LENGTH or any(c not in ALPHABET for c in code):
        return None
    return code if check_character(code[:-1]) == code[-1] else None


def printed(code: str) -> str:
    """Write the code as people read it: 4-4-4-4-1."""
    return "-".join(code[group] for group in GROUPS)


def _times(a: int, b: int) -> int:
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 32:
            a ^= 0b100101  # x^5 + x^2 + 1
        b >>= 1
    return product


def _power(exponent: int) -> int:
    return reduce(lambda value, _: _times(value, 2), range(exponent), 1)
