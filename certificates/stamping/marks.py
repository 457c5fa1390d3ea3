"""The drawings of the levels: so many full squares of so many, each a form of its own."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from .faces import NotStampable

DRAWN = re.compile(rb"(/\S+) Do\b")
# A square with its inside and its edge painted, as WeasyPrint writes it.
FULL = re.compile(
    rb"q\n/a1\.0 gs\n[\d. ]+ rg\n(?P<edge>/A1\.0 gs\n(?:(?!\nQ).)+\nh\n)B\nQ", re.DOTALL
)
HOLLOW = rb"q\n\g<edge>S\nQ"


def forms_of(page: Any, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The name and the content of every form on the page, as they are drawn."""
    for name in re.findall(DRAWN, content):
        form = page.Resources.XObject[name.decode()]
        if form.Subtype == "/Form":
            # A packed stream may have a line break more.
            yield name.decode(), form.read_bytes().rstrip()


def marks_of(
    forms: Iterable[tuple[str, bytes]], most: list[int]
) -> dict[str, list[bytes]]:
    """The forms of the levels, by name in the criteria's order: for each its content with
    no full square, with one, and so on. `most` has the number of squares of each.

    All squares of the forms must be full. Refuses NotStampable for a page that has
    other forms of this kind, or fewer.
    """
    found = [
        (name, body, len(FULL.findall(body)))
        for name, body in forms
        if FULL.search(body)
    ]
    if [count for _name, _body, count in found] != most:
        raise NotStampable("the marks of the levels are drawn otherwise")
    return {
        name: [_with_full(body, value) for value in range(count + 1)]
        for name, body, count in found
    }


def _with_full(body: bytes, value: int) -> bytes:
    squares = list(FULL.finditer(body))[value:]
    if not squares:
        return body
    first = squares[0].start()
    return body[:first] + FULL.sub(HOLLOW, body[first:])
