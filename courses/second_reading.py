"""Which decided answers are read a second time (pure)."""

from uuid import UUID


def is_drawn(version: UUID, one_in: int) -> bool:
    """Whether chance, which is the random uuid, chooses it: about one in so many, and
    always the same ones. 0 chooses none."""
    return one_in > 0 and version.int % one_in == 0
