"""How people are typed here: the host chooses the user model, so no class can be named."""

from typing import Any

# A row of the host's user model, or nobody (a clock, a command).
Actor = Any
