"""Choosing who coaches a cohort."""

from certificates.cms.choosing import PeopleChooser
from courses.models import CohortCoach


class CoachChooser(PeopleChooser):
    rights = (
        "valmentamo_courses.add_cohortcoach",
        "valmentamo_courses.change_cohortcoach",
    )
    known_by = CohortCoach


coach_chooser = CoachChooser("valmentamo_courses_person")
