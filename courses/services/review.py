"""The verbs of those who read an answer, coaches and peers, in one place."""

from courses.services.deciding import MISSING_LENGTH, decide, grounds_of
from courses.services.peers import start_peer_review, submit_peer_review
from courses.services.reading import RatingInput, open_review, save_ratings

__all__ = [
    "MISSING_LENGTH",
    "RatingInput",
    "decide",
    "grounds_of",
    "open_review",
    "save_ratings",
    "start_peer_review",
    "submit_peer_review",
]
