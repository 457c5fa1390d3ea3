"""What the job does: make the files of a certificate from its frozen rows alone."""

from datetime import datetime


def produce(*, certificate_id: int, at: datetime | None = None) -> None:
    """Placeholder until the renderer is in place; the sweep will find the row."""


def sweep_left_behind(*, at: datetime | None = None) -> int:
    return 0
