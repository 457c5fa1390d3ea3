"""People and rows around a course, and a whole cast made through the services."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import factory
import yaml
from django.contrib.auth import get_user_model
from factory.django import DjangoModelFactory

from certificates.enums import PartnerKind
from certificates.models import PartnerOrganisation
from courses.enums import CohortKind, DecisionOutcome, Stage
from courses.models import (
    Cohort,
    CohortCoach,
    Course,
    Exercise,
    ExercisePage,
    Submission,
    SubmissionVersion,
    Team,
)
from courses.services.completion import progress_for
from courses.services.enrolment import enrol, form_team, join_team
from courses.services.package import DEFAULT_COURSE, import_course
from courses.services.review import (
    RatingInput,
    decide,
    open_review,
    save_ratings,
    start_peer_review,
    submit_peer_review,
)
from courses.services.submission import open_for_peers, submit
from courses.services.writing import open_submission, save_fields, self_rating
from rubric.services.assessing import rate
from rubric.services.importing import DEFAULT_RUBRIC, import_rubric

DATA = Path(__file__).parents[1] / "data"
# In the past, so that what a view does now comes after it.
STARTED = datetime.now(UTC).replace(microsecond=0) - timedelta(days=60)
_minutes = itertools.count(1)


def moment() -> datetime:
    """A later moment each time, so that what happens has an order."""
    return STARTED + timedelta(minutes=next(_minutes))


class UserFactory(DjangoModelFactory):
    class Meta:
        model = get_user_model()

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    first_name = factory.Sequence(lambda n: f"Aino{n}")
    last_name = "Rautio"
    password = factory.django.Password("a long enough password")


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = PartnerOrganisation

    slug = factory.Sequence(lambda n: f"partner-{n}")
    name = factory.Sequence(lambda n: f"Kumppani {n} ry")
    kind = PartnerKind.EMPLOYER


class CohortFactory(DjangoModelFactory):
    class Meta:
        model = Cohort

    name = factory.Sequence(lambda n: f"Ryhmä {n}")
    kind = CohortKind.ROLLING


def load(path: Path) -> dict:
    return yaml.safe_load(path.read_text())


def make_rubric():
    return import_rubric(data=load(DEFAULT_RUBRIC))


def make_course(path: Path = DATA / "short_course.yaml") -> Course:
    """A course with its rubric, pages in three languages and certificate template."""
    data = load(path)
    if course := Course.objects.filter(slug=data["id"]).first():
        return course
    make_rubric()
    return import_course(data)


def make_full_course() -> Course:
    return make_course(DEFAULT_COURSE)


@dataclass
class Cast:
    """A cohort of the short course: a coach, Aino and Mikko in one team, Laila alone."""

    course: Course
    cohort: Cohort
    coach: object
    aino: object = None
    mikko: object = None
    laila: object = None
    team: object = None
    other_team: object = None
    exercises: dict[str, Exercise] = field(default_factory=dict)

    def exercise(self, key: str) -> Exercise:
        return self.exercises[key]

    def page(self, key: str, language: str = "fi") -> ExercisePage:
        return ExercisePage.objects.get(
            exercise=self.exercises[key], locale__language_code=language
        )

    def open(self, key: str, enrolment=None):
        return open_submission(
            exercise=self.exercises[key], enrolment=enrolment or self.aino, at=moment()
        )

    def write(self, key: str, texts: dict[str, str], enrolment=None, language="fi"):
        """Save these fields over whatever stands there."""
        enrolment = enrolment or self.aino
        submission = self.open(key, enrolment)
        known = {f.key: f.revision for f in submission.draft_fields.all()}
        report = save_fields(
            submission=submission,
            texts={k: (text, known.get(k, 0)) for k, text in texts.items()},
            language=language,
            by=enrolment.user,
            at=moment(),
        )
        assert report.is_clean
        return submission

    def rate_self(self, submission, enrolment=None, level=2, text="Koska niin on."):
        enrolment = enrolment or self.aino
        assessment = self_rating(
            submission=submission, enrolment=enrolment, at=moment()
        )
        for asked in assessment.asked.select_related("criterion"):
            rate(
                assessment=assessment,
                criterion=asked.criterion,
                level=asked.criterion.levels.get(value=level),
                comments={"": text},
                by=enrolment.user,
            )
        return assessment

    def submit(self, key: str, texts=None, enrolment=None, language="fi", at=None):
        """Write a whole answer and submit it; the texts default to ones that do."""
        enrolment = enrolment or self.aino
        exercise = self.exercises[key]
        texts = answer_for(exercise) if texts is None else texts
        submission = self.write(key, texts, enrolment, language)
        if exercise.self_rating == "required" or exercise.rated_by == "self":
            self.rate_self(submission, enrolment)
        return submit(
            submission=submission,
            enrolment=enrolment,
            submit_key=uuid4(),
            by=enrolment.user,
            at=at or moment(),
        )

    def review(self, version, level=2, coach=None, levels=None):
        """Open a review and give every criterion a level."""
        coach = coach or self.coach
        review = open_review(version=version, coach=coach, at=moment())
        given = {
            row.criterion.key: RatingInput(
                level=(levels or {}).get(row.criterion.key, level),
                comments={"": "Hyvä alku."},
            )
            for row in review.assessment.asked.select_related("criterion")
        }
        return save_ratings(review=review, ratings=given, by=coach)

    def accept(self, version, level=3, at=None):
        review = self.review(version, level)
        return decide(
            review=review,
            outcome=DecisionOutcome.ACCEPTED,
            by=self.coach,
            at=at or moment(),
        )

    def send_back(self, version, level=1):
        review = self.review(version, level)
        return decide(
            review=review,
            outcome=DecisionOutcome.RETURNED,
            by=self.coach,
            at=moment(),
        )

    def pass_exercise(self, key: str, enrolment=None, texts=None):
        return self.accept(self.submit(key, texts, enrolment))

    @property
    def portfolio(self) -> Exercise:
        return next(e for e in self.exercises.values() if e.type == "portfolio")

    @property
    def peer_exercise(self) -> Exercise:
        return next(e for e in self.exercises.values() if e.type == "peer_review")

    def full_description(self, stem: str = "sana") -> dict[str, str]:
        return answer_for(self.portfolio, stem)

    def open_for_peers(self, enrolment=None):
        submission = self.open(self.portfolio.key, enrolment)
        by = (enrolment or self.aino).user
        return open_for_peers(submission=submission, by=by, at=moment())

    def peer_review(self, enrolment=None):
        return start_peer_review(
            enrolment=enrolment or self.aino,
            exercise=self.peer_exercise,
            at=moment(),
        )

    def progress(self, enrolment=None):
        return progress_for(enrolment or self.aino)

    def newcomer(self, team=None):
        """A person who enrols now and joins a team."""
        enrolment = enrol(user=UserFactory(), cohort=self.cohort, at=moment())
        if team is not None:
            join_team(enrolment=enrolment, code=team.join_code, at=moment())
        return enrolment

    def newcomer_with_team(self, name: str = "Uusi tiimi"):
        enrolment = self.newcomer()
        form_team(enrolment=enrolment, name=name, language="fi", at=moment())
        return enrolment


def rate_as_peer(review, level=3):
    """Fill in the whole form of a peer review."""
    given = {
        row.criterion.key: RatingInput(
            level=level,
            comments={
                "strength": "Tarve on selvä.",
                "question": "Miksi juuri nyt?",
                "suggestion": "Kerro luku.",
            },
        )
        for row in review.assessment.asked.select_related("criterion")
    }
    return save_ratings(review=review, ratings=given, by=review.reviewer)


def give_peer_feedback(cast, enrolment, level=3):
    review = rate_as_peer(cast.peer_review(enrolment), level)
    return submit_peer_review(review=review, by=enrolment.user, at=moment())


def more_like(version, number: int) -> None:
    """More waiting answers like this one, each of a team of its own."""
    team = version.submission.team
    teams = Team.objects.bulk_create(
        Team(cohort=team.cohort, name=f"Joukko {n}", created_at=team.created_at)
        for n in range(number)
    )
    submissions = Submission.objects.bulk_create(
        Submission(
            exercise=version.submission.exercise,
            team=row,
            state=version.submission.state,
            created_at=team.created_at,
        )
        for row in teams
    )
    SubmissionVersion.objects.bulk_create(
        SubmissionVersion(
            submission=row,
            kind=version.kind,
            number=1,
            answers=version.answers,
            language="fi",
            stage=version.stage,
            asked=version.asked,
            submit_key=uuid4(),
            submitted_at=version.submitted_at,
        )
        for row in submissions
    )


def words(number: int, stem: str = "sana") -> str:
    return " ".join(f"{stem}{n}" for n in range(number))


def answer_for(exercise: Exercise, stem: str = "sana") -> dict[str, str]:
    """Texts that meet every limit of an exercise."""
    from courses.services.shapes import shape_of

    shape = shape_of(exercise)
    texts = {}
    for part in shape.parts:
        if part.kind == "marks":
            texts[part.key] = ",".join(shape.choices[: part.count])
        elif part.kind == "column":
            for row in range(1, max(shape.min_rows, 1) + 1):
                texts[f"{part.key}.{row}"] = f"{stem} {part.key} {row}"
        else:
            texts[part.key] = words(part.min_words or 3, stem)
    return texts


def make_cast(course: Course | None = None, stage: str = Stage.IDEA) -> Cast:
    course = course or make_course()
    cohort = CohortFactory(course=course)
    coach = UserFactory(first_name="Sirkka", last_name="Vuorela")
    CohortCoach.objects.create(cohort=cohort, user=coach, languages=["fi", "sv"])
    cast = Cast(course=course, cohort=cohort, coach=coach)
    cast.exercises = {row.key: row for row in course.exercises.all()}
    cast.aino, cast.mikko, cast.laila = (
        enrol(user=UserFactory(first_name=name), cohort=cohort, at=moment())
        for name in ("Aino", "Mikko", "Laila")
    )
    cast.team = form_team(
        enrolment=cast.aino,
        name="Työpari",
        organisation="Rantaharjun työpajayhdistys ry",
        stage=stage,
        language="fi",
        at=moment(),
    )
    join_team(enrolment=cast.mikko, code=cast.team.join_code, at=moment())
    cast.other_team = form_team(
        enrolment=cast.laila, name="Varamummola", language="fi", at=moment()
    )
    return cast
