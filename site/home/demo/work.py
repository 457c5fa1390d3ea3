"""One team at work: write an answer, submit it, have it decided, read other teams."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from accounts.models import User
from courses.enums import DecisionOutcome, ExerciseType, PartKind
from courses.models import Course, Enrolment, Exercise, Submission, SubmissionVersion
from courses.services.review import (
    RatingInput,
    decide,
    open_review,
    save_ratings,
    start_peer_review,
    submit_peer_review,
)
from courses.services.submission import submit
from courses.services.writing import open_submission, save_fields, self_rating
from rubric.services.assessing import rate

#: Keys of the demo's submissions follow from their place, so that loads are alike.
NAMESPACE = UUID("1d8a1c0e-57d2-4d0b-9f64-3c6d5a2f7d11")


@dataclass
class Desk:
    """What every step needs: the course's exercises by key, and the coach."""

    course: Course
    coach: User
    exercises: dict[str, Exercise] = field(init=False)

    def __post_init__(self) -> None:
        rows = Exercise.objects.filter(course=self.course).with_structure()
        self.exercises = {row.key: row for row in rows}

    def coached(self) -> Iterator[Exercise]:
        """Exercises that the coach rates, without the portfolio, in course order."""
        for exercise in self.exercises.values():
            if exercise.rated_by == "coach" and exercise.type != ExerciseType.PORTFOLIO:
                yield exercise

    def of_type(self, kind: ExerciseType) -> Exercise:
        """The last exercise of a type: the self-assessment at the end, not the first."""
        return [row for row in self.exercises.values() if row.type == kind][-1]


def write(
    exercise: Exercise, by: Enrolment, texts: Mapping[str, str], at: datetime
) -> Submission:
    """Save the texts into the draft, over what stands there."""
    submission = open_submission(exercise=exercise, enrolment=by, at=at)
    revisions = {row.key: row.revision for row in submission.draft_fields.all()}
    save_fields(
        submission=submission,
        texts={key: (text, revisions.get(key, 0)) for key, text in texts.items()},
        language=submission.team.language,
        by=by.user,
        at=at,
    )
    return submission


def send(submission: Submission, by: Enrolment, at: datetime) -> SubmissionVersion:
    name = (
        f"{submission.team.name}/{submission.exercise.key}/{submission.person_id}/{at}"
    )
    return submit(
        submission=submission,
        enrolment=by,
        submit_key=uuid5(NAMESPACE, name),
        by=by.user,
        at=at,
    )


def rate_oneself(
    submission: Submission,
    by: Enrolment,
    levels: Mapping[str, int],
    sentences: Mapping[str, str],
    at: datetime,
) -> None:
    assessment = self_rating(submission=submission, enrolment=by, at=at)
    for row in assessment.asked.select_related("criterion"):
        criterion = row.criterion
        rate(
            assessment=assessment,
            criterion=criterion,
            level=criterion.levels.get(value=levels[criterion.key]),
            comments={"": sentences.get(criterion.key, "")},
            by=by.user,
            at=at,
        )


def answer_of_coach(
    desk: Desk,
    version: SubmissionVersion,
    levels: Mapping[str, int | None],
    comments: Mapping[str, str],
    at: datetime,
    missing: str = "",
) -> None:
    """Rate the version and send it: accepted where the levels allow it and nothing is
    named as missing."""
    review = open_review(
        version=version, coach=desk.coach, at=at - timedelta(minutes=9)
    )
    asked = [row["key"] for row in version.asked["criteria"]]
    ratings = {
        key: RatingInput(
            level=levels[key],
            not_assessable=levels[key] is None,
            comments={"": comments.get(key, "")},
        )
        for key in asked
    }
    save_ratings(review=review, ratings=ratings, by=desk.coach, at=at)
    low = any(levels[key] is None or levels[key] < 2 for key in asked)  # type: ignore[operator]
    returned = bool(missing) or low
    decide(
        review=review,
        outcome=DecisionOutcome.RETURNED if returned else DecisionOutcome.ACCEPTED,
        missing=missing,
        by=desk.coach,
        at=at,
    )


def assess_oneself(
    desk: Desk, by: Enrolment, sample: Mapping[str, Any], at: datetime
) -> None:
    """The self-assessment at the end, with the marks of the fields to improve."""
    exercise = desk.of_type(ExerciseType.SELF_ASSESSMENT)
    submission = open_submission(exercise=exercise, enrolment=by, at=at)
    if submission.accepted_version:
        return
    levels = {
        key: min(4, max(2, level or 2)) for key, level in sample["levels"].items()
    }
    rate_oneself(submission, by, levels, sample["comments"], at)
    marks = [part for part in exercise.parts.all() if part.kind == PartKind.MARKS]
    fields = desk.course.description_template.fields.order_by("sort_order")
    write(
        exercise,
        by,
        {
            part.key: ",".join(fields.values_list("key", flat=True)[: part.count])
            for part in marks
        },
        at,
    )
    send(submission, by, at)


def read_a_peer(
    desk: Desk, by: Enrolment, remarks: Mapping[str, str], at: datetime
) -> None:
    """Give peer feedback on the description that waits longest."""
    exercise = desk.of_type(ExerciseType.PEER_REVIEW)
    review = start_peer_review(enrolment=by, exercise=exercise, at=at)
    ratings = {
        row.criterion.key: RatingInput(level=3, comments=remarks)
        for row in review.assessment.asked.select_related("criterion")
    }
    save_ratings(review=review, ratings=ratings, by=by.user, at=at)
    submit_peer_review(review=review, by=by.user, at=at + timedelta(minutes=40))
