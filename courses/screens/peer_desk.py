"""What a peer sees: their progress, and a description without its authors."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language_info

from courses.answers import count_words, reading_minutes
from courses.enums import ExerciseType
from courses.models import Enrolment, Exercise, Review
from courses.presenting import Passage
from courses.screens.review_sheet import RatedLine, rated_lines
from courses.services.asking import page_in
from courses.services.peers import peer_copy, reading_languages, waiting_copies
from courses.titles import exercise_titles
from rubric.models import Criterion


@dataclass(frozen=True, slots=True)
class OwnReview:
    """One's own review under a number, which is all that tells it from another."""

    number: int
    review: Review

    @property
    def is_sent(self) -> bool:
        return self.review.submitted_at is not None


@dataclass(frozen=True, slots=True)
class PeerDesk:
    exercise: Exercise
    title: str
    prompt: str
    reviews: list[OwnReview]
    needed: int
    #: Whether another team's description is there to be read now.
    something_waits: bool
    #: The name of its language, where it is none of the person's own.
    foreign_language: str

    @property
    def given(self) -> int:
        return sum(review.is_sent for review in self.reviews)

    @property
    def missing(self) -> int:
        return max(self.needed - self.given, 0)

    @property
    def begun(self) -> OwnReview | None:
        return next((row for row in self.reviews if not row.is_sent), None)


@dataclass(frozen=True, slots=True)
class PeerSheet:
    """`blocks` hold only the fields that the sealed copy shows to peers."""

    review: Review
    exercise: Exercise
    number: int
    given: int
    needed: int
    blocks: list[Passage]
    language: str
    #: The name of that language, where it is none of the reader's own.
    foreign_language: str
    minutes: int
    criteria: list[Criterion]
    saved: list[RatedLine]

    @property
    def is_open(self) -> bool:
        return self.review.submitted_at is None

    @property
    def rated(self) -> int:
        return sum(line.level is not None or line.not_assessable for line in self.saved)


def peer_desk(*, exercise: Exercise, enrolment: Enrolment, language: str) -> PeerDesk:
    titles = exercise_titles(exercise.course, language)
    page = page_in(exercise, language)
    waiting = waiting_copies(enrolment).first()
    return PeerDesk(
        exercise=exercise,
        title=titles.get(exercise.pk, exercise.key),
        reviews=own_reviews(enrolment),
        needed=needed_for(exercise),
        prompt=page.prompt if page else "",
        something_waits=waiting is not None,
        foreign_language=_foreign(waiting.language, enrolment) if waiting else "",
    )


def own_reviews(enrolment: Enrolment) -> list[OwnReview]:
    rows = Review.objects.by_peers().given_by(enrolment).order_by("started_at", "pk")
    return [OwnReview(number, row) for number, row in enumerate(rows, start=1)]


def needed_for(exercise: Exercise) -> int:
    return exercise.reviews or exercise.course.peer_reviews_required


def peer_sheet(review: Review) -> PeerSheet:
    enrolment = review.enrolment
    if enrolment is None:
        raise ValueError("A peer review has an enrolment.")
    mine = own_reviews(enrolment)
    saved = rated_lines([review.assessment_id])[review.assessment_id]
    exercise = _exercise(review)
    copy = peer_copy(review)
    return PeerSheet(
        review=review,
        exercise=exercise,
        number=next(row.number for row in mine if row.review == review),
        given=sum(row.is_sent for row in mine),
        needed=needed_for(exercise),
        blocks=[Passage(part.label, text) for part, text in copy.parts],
        language=copy.language,
        foreign_language=_foreign(copy.language, enrolment),
        minutes=_minutes(text for _part, text in copy.parts),
        criteria=[line.criterion for line in saved],
        saved=saved,
    )


def _foreign(language: str, enrolment: Enrolment) -> str:
    """The name of the language, unless the person is known to use it."""
    if language in reading_languages(enrolment):
        return ""
    return str(get_language_info(language)["name_translated"])


def _exercise(review: Review) -> Exercise:
    course = review.version.submission.exercise.course
    exercise = course.exercises.filter(type=ExerciseType.PEER_REVIEW).first()
    if exercise is None:
        raise ValueError("The course has no peer feedback any more.")
    exercise.course = course
    return exercise


def _minutes(texts: Iterable[str]) -> int:
    return reading_minutes(sum(count_words(text) for text in texts))
