"""A second reading: another coach rates a decided answer without seeing how the first
one rated it. It tells how well coaches agree; the learner's result never changes."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.enums import ReviewRole
from courses.exceptions import Incomplete, NotAllowedNow, NotTheSecondReader
from courses.models import Decision, Review, SecondReading, SubmissionVersion
from courses.querysets import oversees
from courses.second_reading import is_drawn
from courses.services.reading import begin_review, require_coach
from rubric.exceptions import AlreadyAssessed, MissingRatings
from rubric.services.assessing import submit_assessment


def draw(*, decision: Decision) -> SecondReading | None:
    """Ask for a second reading where the share of the cohort chooses the answer."""
    version = decision.version
    one_in = version.submission.team.cohort.second_reading_one_in
    if not is_drawn(version.uuid, one_in):
        return None
    reading, _made = SecondReading.objects.get_or_create(
        version=version,
        defaults={"is_drawn": True, "asked_at": decision.decided_at},
    )
    return reading


@transaction.atomic
def ask_second_reading(
    *, version: SubmissionVersion, by: Any, at: datetime | None = None
) -> SecondReading:
    """Ask for it by hand: any coach of the cohort or the centre administrator may, once.

    Refuses NotTheCoach, and NotAllowedNow while the answer waits for its decision or
    when the team has sent a newer one.
    """
    if not oversees(by):
        require_coach(version.submission, by)
    if not SubmissionVersion.objects.decided_last().filter(pk=version.pk).exists():
        raise NotAllowedNow
    reading, _made = SecondReading.objects.get_or_create(
        version=version,
        defaults={"is_drawn": False, "asked_at": at or timezone.now(), "asked_by": by},
    )
    return reading


@transaction.atomic
def open_second_reading(
    *, version: SubmissionVersion, reader: Any, at: datetime | None = None
) -> Review:
    """The person's own second reading, fetched or begun; rated with `save_ratings`.

    Refuses NotTheSecondReader for whoever has read the answer as its first coach, has
    no part in the cohort or belongs to the team, and once somebody else has sent one.
    """
    offered = SecondReading.objects.open_to(reader).filter(version=version)
    if not offered.exists():
        raise NotTheSecondReader
    mine = Review.objects.second().filter(version=version, reviewer=reader)
    if found := mine.select_related("assessment").first():
        return found
    at = at or timezone.now()
    try:
        with transaction.atomic():
            return begin_review(version, reader, ReviewRole.SECOND, at)
    except (AlreadyAssessed, IntegrityError):
        return mine.get()


@transaction.atomic
def submit_second_reading(
    *, review: Review, by: Any, at: datetime | None = None
) -> Review:
    """Close the reading; a second call changes nothing. No result is made of it.

    Refuses NotTheSecondReader for another person's, and Incomplete with the criteria
    that lack a level.
    """
    at = at or timezone.now()
    if review.role != ReviewRole.SECOND or review.reviewer_id != by.pk:
        raise NotTheSecondReader
    # Two presses at once: the second one finds it sent.
    still_open = Review.objects.filter(pk=review.pk, submitted_at=None)
    if not still_open.update(started_at=F("started_at")):
        review.refresh_from_db(fields=["submitted_at"])
        return review
    try:
        submit_assessment(assessment=review.assessment, by=by, at=at)
    except MissingRatings as missing:
        message = _("Choose a level, or “not assessable”.")
        raise Incomplete([(c.key, message) for c in missing.criteria]) from missing
    review.submitted_at = at
    review.save(update_fields=["submitted_at"])
    return review
