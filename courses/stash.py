"""Keeps what a person posted after their session had ended, until they log in again.

The form carries a signed token that names its writer, its submission and its page. With
it the text goes into the anonymous session; after log-in only the same person gets it
back, into the same form, still unsaved. Under anybody else it is dropped.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from courses.forms.answer import ANSWER, RATING, SEEN, SENTENCE
from courses.models import Submission

SALT = "valmentamo_courses.writer"
KEY = "valmentamo_courses.stash"
LIMIT = 400_000
KEPT_FOR = timedelta(hours=12)
PAGE_OPEN_FOR = timedelta(days=14)
KEPT = (ANSWER, SEEN, RATING, SENTENCE)


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes what on which page, as our own page said it."""

    person: str
    submission: str
    path: str


def writer_token(user: Any, submission: Submission, path: str) -> str:
    facts = [str(user.pk), str(submission.uuid), path]
    return signing.dumps(facts, salt=SALT)


def read_writer(token: str, submission: UUID) -> Writer | None:
    """The facts of a token that we signed for this submission, else None."""
    try:
        facts = signing.loads(token, salt=SALT, max_age=PAGE_OPEN_FOR)
    except signing.BadSignature:
        return None
    writer = Writer(*facts)
    return writer if writer.submission == str(submission) else None


def put(request: HttpRequest, writer: Writer, at: datetime | None = None) -> bool:
    """Keep the posted fields. False: there is too much text to keep."""
    kept = QueryDict(mutable=True)
    for name, values in request.POST.lists():
        if name.startswith(KEPT) or name == "rows":
            kept.setlist(name, [str(value) for value in values])
    fields = kept.urlencode()
    if len(fields) > LIMIT:
        return False
    request.session[KEY] = {
        "person": writer.person,
        "submission": writer.submission,
        "fields": fields,
        "at": (at or timezone.now()).timestamp(),
    }
    return True


def get(
    request: HttpRequest, submission: Submission, at: datetime | None = None
) -> QueryDict | None:
    """What this person wrote into this form before their session ended."""
    stashed = request.session.get(KEY)
    if not stashed:
        return None
    age = (at or timezone.now()).timestamp() - stashed["at"]
    if stashed["person"] != str(request.user.pk) or age > KEPT_FOR.total_seconds():
        drop(request)
        return None
    if stashed["submission"] != str(submission.uuid):
        return None
    return QueryDict(stashed["fields"])


def drop(request: HttpRequest) -> None:
    request.session.pop(KEY, None)
