"""The pinned JSON-LD contexts, and canonical form that never asks the network.

PyLD drops a term that no context defines without a word, and what is dropped is not
signed. Here such a term is an error.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pyld import jsonld

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
#: The order matters: a later context may not redefine an earlier one.
BADGE_CONTEXTS = [CREDENTIALS, OPEN_BADGES, EXTENSIONS]
FILES = {
    CREDENTIALS: "credentials-v2.json",
    OPEN_BADGES: "ob-v3p0-context-3.0.3.json",
    EXTENSIONS: "ob-v3p0-extensions.json",
}
# What is relative is resolved against this, and so found.
NOWHERE = "undefined:///"
PINNED = Path(__file__).parent / "pinned"


class UndefinedTerm(ValueError):
    """A document has a term that its contexts do not define."""


@cache
def _documents() -> dict[str, Any]:
    return {url: json.loads((PINNED / name).read_text()) for url, name in FILES.items()}


def load(url: str, options: Any = None) -> dict[str, Any]:
    """PyLD's document loader. Refuses every address that is not pinned."""
    if url not in FILES:
        raise jsonld.JsonLdError(f"Not pinned: {url}", "jsonld.LoadDocumentError")
    return {
        "contextUrl": None,
        "documentUrl": url,
        "document": _documents()[url],
        "contentType": "application/ld+json",
    }


def canonical(document: dict[str, Any]) -> bytes:
    """The RDF dataset of a document in canonical N-Quads (RDFC-1.0).

    Refuses UndefinedTerm.
    """
    options = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": load,
    }
    expanded = jsonld.expand(
        document,
        {"documentLoader": load, "base": NOWHERE},
        on_property_dropped=_refuse_dropped,
    )
    for term in _relative(expanded):
        _refuse_dropped(term)
    return str(jsonld.normalize(expanded, options)).encode()


def _refuse_dropped(term: str | None) -> None:
    raise UndefinedTerm(str(term))


def _relative(node: Any) -> Iterator[str]:
    """Types and ids that no context made absolute: quads would leave them out."""
    if isinstance(node, list):
        for item in node:
            yield from _relative(item)
    elif isinstance(node, dict):
        for key in ("@type", "@id"):
            values = node.get(key, [])
            for value in values if isinstance(values, list) else [values]:
                if value.startswith(NOWHERE) or not _is_absolute(value):
                    yield value.removeprefix(NOWHERE)
        for value in node.values():
            yield from _relative(value)


def _is_absolute(value: str) -> bool:
    return ":" in value or value.startswith("@")
