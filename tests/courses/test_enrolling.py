"""Enrolling and teams."""

from datetime import timedelta

import pytest

from courses.enums import CohortKind, EnrolmentKind, EnrolmentState, Stage
from courses.exceptions import (
    AlreadyEnrolled,
    AlreadyInTeam,
    EnrolmentClosed,
    NotAllowedNow,
    NotAMember,
    TeamFull,
    UnknownJoinCode,
)
from courses.models import Enrolment
from courses.services.enrolment import (
    enrol,
    form_team,
    join_team,
    leave_team,
    update_team,
)
from tests.courses.factories import CohortFactory, UserFactory, moment


def test_person_enrols_in_an_open_cohort_as_a_participant(cast):
    enrolment = cast.newcomer()
    assert enrolment.kind == EnrolmentKind.PARTICIPANT
    assert enrolment.state == EnrolmentState.ACTIVE


def test_second_enrolment_in_the_same_cohort_is_refused(cast):
    with pytest.raises(AlreadyEnrolled):
        enrol(user=cast.aino.user, cohort=cast.cohort)


@pytest.mark.parametrize(
    "limits",
    [
        {"enrolment_opens_at": timedelta(days=1)},
        {"enrolment_closes_at": timedelta(days=-1)},
        {"enrolment_closes_at": timedelta(0)},
    ],
)
def test_closed_cohort_takes_nobody(cast, limits):
    at = moment()
    cohort = CohortFactory(
        course=cast.course, **{name: at + delta for name, delta in limits.items()}
    )
    with pytest.raises(EnrolmentClosed):
        enrol(user=UserFactory(), cohort=cohort, at=at)


def test_who_left_comes_back_to_the_same_enrolment(cast):
    Enrolment.objects.filter(pk=cast.aino.pk).update(state=EnrolmentState.LEFT)
    again = enrol(user=cast.aino.user, cohort=cast.cohort)
    assert (again.pk, again.state) == (cast.aino.pk, EnrolmentState.ACTIVE)


def test_reading_cohort_makes_readers_who_form_no_team(cast):
    cohort = CohortFactory(course=cast.course, kind=CohortKind.READING)
    reader = enrol(user=UserFactory(), cohort=cohort)
    assert reader.kind == EnrolmentKind.READER
    with pytest.raises(NotAllowedNow):
        form_team(enrolment=reader, name="Lukijat")


def test_join_code_is_found_however_it_was_typed(cast):
    code = cast.team.join_code.lower()
    enrolment = cast.newcomer()
    team = join_team(enrolment=enrolment, code=f" {code[:4]}-{code[4:]} ")
    assert team == cast.team


def test_code_of_another_cohort_is_unknown(cast):
    stranger = enrol(user=UserFactory(), cohort=CohortFactory(course=cast.course))
    with pytest.raises(UnknownJoinCode):
        join_team(enrolment=stranger, code=cast.team.join_code)


def test_team_takes_no_more_people_than_the_course_says(cast):
    for _place in range(cast.course.team_max - 2):
        cast.newcomer(cast.team)
    with pytest.raises(TeamFull):
        cast.newcomer(cast.team)


def test_person_has_one_team_at_a_time(cast):
    with pytest.raises(AlreadyInTeam):
        join_team(enrolment=cast.laila, code=cast.team.join_code)
    with pytest.raises(AlreadyInTeam):
        form_team(enrolment=cast.laila, name="Toinen")


def test_who_left_a_team_may_join_another_and_history_stays(cast):
    leave_team(enrolment=cast.laila, at=moment())
    join_team(enrolment=cast.laila, code=cast.team.join_code, at=moment())
    assert cast.laila.memberships.count() == 2
    assert cast.team.memberships.current().count() == 3


def test_nobody_leaves_a_team_twice(cast):
    leave_team(enrolment=cast.laila)
    with pytest.raises(NotAMember):
        leave_team(enrolment=cast.laila)


def test_members_change_the_team_and_others_do_not(cast):
    update_team(
        team=cast.team, by=cast.mikko.user, stage=Stage.USE, name=" Uusi\u202e "
    )
    cast.team.refresh_from_db()
    assert (cast.team.stage, cast.team.name) == (Stage.USE, "Uusi")
    with pytest.raises(NotAMember):
        update_team(team=cast.team, by=cast.laila.user, name="Kaapattu")
