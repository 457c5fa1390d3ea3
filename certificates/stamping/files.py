"""A finished file as constant bytes and a few objects that differ from record to record."""

import hashlib
import io
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import pikepdf

XREF = "%010d 00000 n \n"


class FileParts:
    """The objects of a file, written once; `build` adds the ones that differ.

    The file has a plain cross-reference table, so that a record costs one line for each
    object and no compression of what never changes.
    """

    def __init__(
        self, pdf: pikepdf.Pdf, varying: Callable[[pikepdf.Pdf], Mapping[str, Any]]
    ) -> None:
        out = io.BytesIO()
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            deterministic_id=True,
        )
        data = out.getvalue()
        with pikepdf.open(io.BytesIO(data)) as saved:
            found = varying(saved)
            self.numbers = {name: item.objgen[0] for name, item in found.items()}
            #: How they were written: the plain ones, and the entries of the streams.
            self.written = {name: _written(item) for name, item in found.items()}
            self.root = saved.Root.objgen[0]
        self._read(data)

    def _read(self, data: bytes) -> None:
        table = data.rindex(b"\nxref\n") + 1
        lines = data[table:].split(b"\n")
        self.count = int(lines[1].split()[1])
        offsets = {
            number: int(line[:10])
            for number, line in enumerate(lines[2 : 2 + self.count])
            if line[17:18] == b"n"
        }
        ends = dict(
            zip(
                sorted(offsets.values()),
                [*sorted(offsets.values())[1:], table],
                strict=True,
            )
        )
        head = data[: min(offsets.values())]
        blob, kept = bytearray(head), [XREF % 0] * self.count
        kept[0] = "0000000000 65535 f \n"
        names = {number: name for name, number in self.numbers.items()}
        for number, offset in sorted(offsets.items()):
            if number in names:
                continue
            kept[number] = XREF % len(blob)
            blob += data[offset : ends[offset]]
        self.blob, self.lines = bytes(blob), kept

    def build(self, objects: Mapping[str, bytes]) -> bytes:
        """The whole file; `objects` are the bodies of the varying objects by name."""
        parts, lines, size = [self.blob], self.lines.copy(), len(self.blob)
        for name, body in objects.items():
            number = self.numbers[name]
            lines[number] = XREF % size
            part = b"%d 0 obj\n%b\nendobj\n" % (number, body)
            parts.append(part)
            size += len(part)
        identity = hashlib.sha256(b"".join(objects.values())).hexdigest()[:32]
        info = self.numbers["info"]
        parts.append(
            (
                f"xref\n0 {self.count}\n{''.join(lines)}trailer << /Info {info} 0 R "
                f"/Root {self.root} 0 R /Size {self.count} /ID [<{identity}><{identity}>]"
                f" >>\nstartxref\n{size}\n%%EOF\n"
            ).encode()
        )
        return b"".join(parts)


def _written(item: Any) -> str:
    if not isinstance(item, pikepdf.Stream):
        return item.unparse(resolved=True).decode("latin-1")
    entries = item.stream_dict.items()
    return " ".join(
        f"{key} {value.unparse().decode('latin-1')}"
        for key, value in entries
        if key not in ("/Filter", "/DecodeParms", "/Length")
    )


def stream(data: bytes, entries: str = "", *, packed: bool = False) -> bytes:
    """The body of a stream object. A packed one never ends in a carriage return: some
    checkers would take it for the end of the line."""
    if packed:
        entries += " /Filter /FlateDecode"
        plain, data = data, zlib.compress(data, 1)
        while data.endswith(b"\r"):
            plain += b"\n"
            data = zlib.compress(plain, 1)
    head = f"<< {entries} /Length {len(data)} >>\nstream\n"
    return head.encode() + data + b"\nendstream"


def literal(text: str) -> str:
    """A text as PDF writes it."""
    return pikepdf.String(text).unparse().decode("latin-1")
