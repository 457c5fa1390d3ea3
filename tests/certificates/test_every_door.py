"""Every door against every state: the same second, the same answer at all of them."""

import pytest

from certificates.enums import PageState
from certificates.urls import urlpatterns
from tests.certificates.every_door import DOORS, EVENTS, NOTHING_OF_ONE, Doors

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("drawn")]

STATES = "valid expired suspended revoked superseded withdrawn erased pending refused"
# A number is the HTTP status. "file": it is offered; "state": told and not offered;
# "-": nothing tells that there is such a certificate.
TABLE = """
verify              | 200 valid | 200 expired | 200 suspended | 200 revoked | 200 superseded | 200 withdrawn | 200 withdrawn | 404 unknown | 404 unknown
verify json         | 200 valid | 200 expired | 410 suspended | 410 revoked | 410 superseded | 410 withdrawn | 410 withdrawn | 404 unknown | 404 unknown
check_file          | valid | expired | suspended | revoked | superseded | withdrawn | withdrawn | - | -
status_list         | 00   | 00   | 01    | 10    | 10    | 10  | 10  | 00   | 00
credential          | 200  | 200  | 410   | 410   | 410   | 410 | 404 | 404  | 404
mine                | file | file | state | state | state | state | - | state | state
download            | 200  | 200  | 410   | 410   | 410   | 410 | 404 | 202  | 202
export badge        | 200  | 200  | 410   | 410   | 410   | 410 | 404 | 202  | 202
export picture      | 200  | 200  | 410   | 410   | 410   | 410 | 404 | 202  | 202
export credential   | 200  | 200  | 410   | 410   | 410   | 410 | 404 | 202  | 202
export europass     | 200  | 200  | 410   | 410   | 410   | 410 | 404 | 202  | 202
withdraw            | 200  | 200  | 200   | 302   | 302   | 302 | 404 | 302  | 302
partner_list        | file | file | state | state | state | -   | -   | -    | -
partner_download    | 200  | 200  | 410   | 410   | 410   | 404 | 404 | 404  | 404
partner_csv         | state | state | state | state | state | - | -   | -    | -
partner_xlsx        | state | state | state | state | state | - | -   | -    | -
partner_zip         | file | file | state | state | state | -   | -   | -    | -
api_list            | file | file | state | state | state | -   | -   | -    | -
api_file            | 200  | 200  | 410   | 410   | 410   | 404 | 404 | 404  | 404
api_manifest        | valid | expired | suspended | revoked | superseded | - | - | - | -
api_changes         | available | expired | suspended | revoked | superseded | gone | gone | - | -
"""
ROWS = {
    door: cells
    for line in TABLE.strip().splitlines()
    for door, *cells in [[cell.strip() for cell in line.split("|")]]
}


@pytest.mark.parametrize("state", STATES.split())
def test_every_door_answers_by_the_state_as_soon_as_it_changes(state):
    doors = Doors(state)
    if state in EVENTS:
        open_doors = {door: cells[0] for door, cells in ROWS.items()}
        assert doors.answers() == open_doors
    doors.happen(state)
    column = STATES.split().index(state)
    assert doors.answers() == {door: cells[column] for door, cells in ROWS.items()}


def test_every_address_has_a_row_or_a_reason():
    named = {pattern.name for pattern in urlpatterns}
    assert named == {door.split()[0] for door in DOORS} | set(NOTHING_OF_ONE)
    assert set(ROWS) == set(DOORS)


def test_every_state_of_the_page_has_a_column():
    assert set(PageState.values) - {"unknown"} < set(STATES.split())
