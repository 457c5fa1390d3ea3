"""The table of statuses is the specification: this test spells it out once more."""

from datetime import UTC, datetime, timedelta

import pytest

from certificates.doors import TURNS, answer
from certificates.enums import Event, PageState, State, Status

NOW = datetime(2027, 5, 1, tzinfo=UTC)
BEFORE, AFTER = NOW - timedelta(seconds=1), NOW + timedelta(seconds=1)

# state, status, valid until -> page, public, holder, partner, revocation, suspension
TABLE = [
    ("ready", "in_force", None, "valid", 200, 200, 200, False, False),
    ("ready", "in_force", AFTER, "valid", 200, 200, 200, False, False),
    ("ready", "in_force", NOW, "expired", 200, 200, 200, False, False),
    ("ready", "in_force", BEFORE, "expired", 200, 200, 200, False, False),
    ("ready", "suspended", None, "suspended", 200, 410, 410, False, True),
    ("ready", "revoked", None, "revoked", 200, 410, 410, True, False),
    ("ready", "revoked", BEFORE, "revoked", 200, 410, 410, True, False),
    ("ready", "superseded", None, "superseded", 200, 410, 410, True, False),
    ("ready", "withdrawn", None, "withdrawn", 200, 410, 404, True, False),
    ("ready", "erased", None, "withdrawn", 200, 404, 404, True, False),
    ("pending", "in_force", None, "unknown", 404, 202, 404, False, False),
    ("refused", "in_force", None, "unknown", 404, 202, 404, False, False),
    ("pending", "revoked", None, "revoked", 200, 410, 410, True, False),
]


@pytest.mark.parametrize(
    (
        "state",
        "status",
        "until",
        "page",
        "public",
        "holder",
        "partner",
        "revoked",
        "suspended",
    ),
    TABLE,
)
def test_every_door_answers_from_the_table(
    state, status, until, page, public, holder, partner, revoked, suspended
):
    given = answer(state=State(state), status=Status(status), valid_until=until, at=NOW)
    assert given.page == page
    assert (given.public, given.holder, given.partner) == (public, holder, partner)
    assert (given.revocation_bit, given.suspension_bit) == (revoked, suspended)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("status", Status)
def test_every_combination_has_an_answer(state, status):
    assert answer(state=state, status=status, valid_until=None, at=NOW).page


def test_every_event_after_the_first_has_a_turn():
    assert set(TURNS) == set(Event) - {Event.ISSUED}


@pytest.mark.parametrize("final", [Status.REVOKED, Status.SUPERSEDED, Status.WITHDRAWN])
def test_closed_certificate_can_only_be_erased(final):
    possible = {event for event, (before, _after) in TURNS.items() if final in before}
    assert possible == {Event.ERASED}


def test_unknown_is_the_only_page_that_hides_that_the_code_exists():
    hidden = {row[3] for row in TABLE if row[4] == 404}
    assert hidden == {PageState.UNKNOWN}
