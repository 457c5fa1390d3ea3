"""Tables of the courses app, by noun."""

from courses.models.completion import Completion
from courses.models.course import (
    AnswerPart,
    Course,
    DescriptionField,
    DescriptionTemplate,
    Exercise,
    ExerciseCriterion,
    ExerciseFeed,
)
from courses.models.pages import (
    CourseIndexPage,
    CoursePage,
    ExercisePage,
    LessonPage,
    ModulePage,
)
from courses.models.partners import PartnerTask, ToldTask
from courses.models.people import (
    Cohort,
    CohortCoach,
    Enrolment,
    Team,
    TeamMembership,
)
from courses.models.review import Decision, Review, SecondReading
from courses.models.work import (
    Attachment,
    DraftField,
    DraftSnapshot,
    FieldProposal,
    SelfRatingRecord,
    Submission,
    SubmissionVersion,
)

__all__ = [
    "AnswerPart",
    "Attachment",
    "Cohort",
    "CohortCoach",
    "Completion",
    "Course",
    "CourseIndexPage",
    "CoursePage",
    "Decision",
    "DescriptionField",
    "DescriptionTemplate",
    "DraftField",
    "DraftSnapshot",
    "Enrolment",
    "Exercise",
    "ExerciseCriterion",
    "ExerciseFeed",
    "ExercisePage",
    "FieldProposal",
    "LessonPage",
    "ModulePage",
    "PartnerTask",
    "Review",
    "SecondReading",
    "SelfRatingRecord",
    "Submission",
    "SubmissionVersion",
    "Team",
    "TeamMembership",
    "ToldTask",
]
