"""The one table: what each status means on the public page, at the doors and in the lists."""

from dataclasses import dataclass
from datetime import datetime

from .enums import Event, PageState, State, Status

GONE, MISSING, OK, WAIT = 410, 404, 200, 202


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`public`, `holder` and `partner` are HTTP statuses; the bits go to status lists."""

    page: PageState
    public: int = OK
    holder: int
    partner: int
    revocation_bit: bool = False
    suspension_bit: bool = False


ANSWERS: dict[Status, Answer] = {
    Status.IN_FORCE: Answer(page=PageState.VALID, holder=OK, partner=OK),
    Status.SUSPENDED: Answer(
        page=PageState.SUSPENDED, holder=GONE, partner=GONE, suspension_bit=True
    ),
    Status.REVOKED: Answer(
        page=PageState.REVOKED, holder=GONE, partner=GONE, revocation_bit=True
    ),
    Status.SUPERSEDED: Answer(
        page=PageState.SUPERSEDED, holder=GONE, partner=GONE, revocation_bit=True
    ),
    Status.WITHDRAWN: Answer(
        page=PageState.WITHDRAWN, holder=GONE, partner=MISSING, revocation_bit=True
    ),
    Status.ERASED: Answer(
        page=PageState.WITHDRAWN, holder=MISSING, partner=MISSING, revocation_bit=True
    ),
}
EXPIRED = Answer(page=PageState.EXPIRED, holder=OK, partner=OK)
PENDING = Answer(page=PageState.UNKNOWN, public=MISSING, holder=WAIT, partner=MISSING)
REFUSED = PENDING

# Which event takes a certificate from which statuses to which.
TURNS: dict[Event, tuple[frozenset[Status], Status]] = {
    Event.SUSPENDED: (frozenset({Status.IN_FORCE}), Status.SUSPENDED),
    Event.RESUMED: (frozenset({Status.SUSPENDED}), Status.IN_FORCE),
    Event.REVOKED: (frozenset({Status.IN_FORCE, Status.SUSPENDED}), Status.REVOKED),
    Event.SUPERSEDED: (
        frozenset({Status.IN_FORCE, Status.SUSPENDED}),
        Status.SUPERSEDED,
    ),
    Event.WITHDRAWN: (frozenset({Status.IN_FORCE, Status.SUSPENDED}), Status.WITHDRAWN),
    Event.ERASED: (frozenset(Status) - {Status.ERASED}, Status.ERASED),
}


def answer(
    *, state: State, status: Status, valid_until: datetime | None, at: datetime
) -> Answer:
    """Say how every door answers for a certificate at a moment.

    A closing event speaks even of a certificate whose files were never made.
    """
    if status != Status.IN_FORCE:
        return ANSWERS[status]
    if state != State.READY:
        return PENDING if state == State.PENDING else REFUSED
    if valid_until is not None and valid_until <= at:
        return EXPIRED
    return ANSWERS[status]
