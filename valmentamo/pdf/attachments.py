"""Files inside the file: what goes with a page for machines to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from . import messages

#: What an attachment may be to its page, as PDF 2.0 lists it.
RELATIONSHIPS = ("Source", "Data", "Alternative", "Supplement", "Unspecified")


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """One file to attach. Its times are those of the document, so bytes repeat."""

    name: str
    data: bytes
    description: str = ""
    mime: str = "application/octet-stream"
    relationship: str = "Data"

    def __post_init__(self) -> None:
        if self.relationship not in RELATIONSHIPS:
            raise ValueError(f"Unknown relationship: {self.relationship}")
        if not self.name or not self.name.isascii() or "/" in self.name:
            raise ValueError(f"Not a name for an attachment: {self.name}")

    def to_message(self) -> dict[str, str]:
        return {**vars(self), "data": messages.pack(self.data)}

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> Self:
        return cls(**{**message, "data": messages.unpack(message["data"])})


def names_once(attachments: Sequence[Attachment]) -> None:
    if len({attachment.name for attachment in attachments}) != len(attachments):
        raise ValueError("Two attachments have one name.")
