"""What opens a door is a secret of its own: never a row's number, and told to nobody else."""

import pytest

from certificates.tokens import name_token
from tests.certificates.every_door import listened
from tests.certificates.partners import door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("drawn")]


@pytest.fixture
def doors():
    return listened("valid")


def test_token_of_the_paper_is_told_to_nobody_but_its_holder(doors):
    doors.answers()
    token = name_token(doors.row.code).encode()
    told = {
        who: [
            path for path, _headers, data in getattr(doors, who).heard if token in data
        ]
        for who in ("anyone", "member", "holder")
    }
    assert told == {"anyone": [], "member": [], "holder": [door("mine")]}


def test_numbers_of_rows_are_told_to_nobody_and_open_nothing(doors):
    doors.answers()
    assert not [
        path
        for path, _headers, data in doors.heard()
        if str(doors.row.uuid).encode() in data
    ]
    for number in (doors.row.pk, doors.row.uuid, doors.row.files.get().pk):
        answers = {
            doors.anyone.get(door("verify", number)).status_code,
            doors.anyone.get(door("credential", number, "fi")).status_code,
            doors.holder.get(door("download", number, "fi")).status_code,
            doors.holder.get(door("export", number, "fi", "badge.svg")).status_code,
            doors.member.get(
                door("partner_download", doors.slug, number, "fi")
            ).status_code,
            doors.anyone.get(
                door("api_file", number, "fi"), headers=doors.system
            ).status_code,
        }
        assert answers == {404}
