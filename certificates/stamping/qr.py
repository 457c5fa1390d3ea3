"""QR codes whose version, mask and length never change, in a few microseconds each.

With version, level, mask and length fixed, every module of the symbol is a sum without
carry of bits of the message (data, padding and Reed-Solomon parity are all linear over
GF(2), and the mask is added). So the symbol of any text is that of a first text, with the
symbols of the bits in which they differ laid over it. The tables come from segno, and the
symbol is the very one that segno makes.
"""

from functools import cache

import segno

from ..rendering import QR_MASK


class Codes:
    """The codes of all texts of one length."""

    def __init__(self, length: int) -> None:
        first = "\0" * length
        symbol = _symbol(first)
        self.size = len(symbol)
        self._plain = _as_number(symbol)
        self._layers = [self._layers_at(length, place) for place in range(length)]

    def rows(self, text: str) -> list[str]:
        """The symbol, a row of "0" and "1" each."""
        whole = self._plain
        for layers, character in zip(self._layers, text.encode("ascii"), strict=True):
            whole ^= layers[character]
        bits = f"{whole:0{self.size**2}b}"
        return [bits[n : n + self.size] for n in range(0, len(bits), self.size)]

    def _layers_at(self, length: int, place: int) -> list[int]:
        """What each character at a place adds to the symbol."""
        layers = [0]
        for bit in range(7):
            single = _as_number(_symbol(_with_bit(length, place, bit))) ^ self._plain
            layers += [layer ^ single for layer in layers]
        return layers


@cache
def codes_of(length: int) -> Codes:
    return Codes(length)


def image(text: str) -> bytes:
    """The code as an inline image, a module a pixel, over its place on the page.

    The page counts from its top and in modules here; the ink is black.
    """
    codes = codes_of(len(text))
    size, spare = codes.size, -codes.size % 8
    width = (size + spare) // 4
    rows = "".join(f"{int(row, 2) << spare:0{width}x}" for row in codes.rows(text))
    return (
        f"q 0 g {size} 0 0 -{size} 0 {size} cm BI /W {size} /H {size} /BPC 1 /IM true "
        f"/D [1 0] /F /AHx ID {rows}> EI Q\n"
    ).encode()


def _symbol(text: str) -> tuple[bytearray, ...]:
    # Bytes, so that letters and digits are not packed another way.
    code = segno.make(
        text.encode("ascii"), error="m", boost_error=False, mask=QR_MASK, mode="byte"
    )
    return code.matrix


def _as_number(matrix: tuple[bytearray, ...]) -> int:
    return int("".join(str(module) for row in matrix for module in row), 2)


def _with_bit(length: int, place: int, bit: int) -> str:
    return "\0" * place + chr(1 << bit) + "\0" * (length - place - 1)
