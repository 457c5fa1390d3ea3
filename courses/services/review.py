"""The verbs of those who read an answer, coaches and peers, in one place."""

from courses.services.deciding import MISSING_LENGTH, decide, grounds_of
from courses.services.peers import start_peer_review, submit_peer_review
from courses.services.reading import RatingInput, open_review, save_ratings
from courses.services.second_reading import (
    ask_second_reading,
    open_second_reading,
    submit_second_reading,
)

__all__ = [
    "MISSING_LENGTH",
    "RatingInput",
    "ask_second_reading",
    "decide",
    "grounds_of",
    "open_review",
    "open_second_reading",
    "save_ratings",
    "start_peer_review",
    "submit_peer_review",
    "submit_second_reading",
]
