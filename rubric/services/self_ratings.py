"""Takes in a self-rating that a person made earlier, on the public page."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from rubric.content import Fault
from rubric.enums import AssessmentKind
from rubric.exceptions import FaultySelfRating
from rubric.interchange.self_rating import OwnRating, SelfRating, read_self_rating
from rubric.models import Assessment, Criterion, RubricVersion
from rubric.services.assessing import rate, start_assessment


@transaction.atomic
def take_in(
    *,
    data: bytes,
    assessor: Any,
    subject: str = "",
    version: RubricVersion | None = None,
    criteria: Iterable[Criterion] | None = None,
    by: Any,
    at: datetime | None = None,
) -> Assessment:
    """Begin the assessor's self-assessment with the levels and notes of a file.

    It is a draft: the person looks through it and submits it. `version` is the version
    that the host's work is bound to, by default the one in the file; `criteria` those
    it asks, by default all that a self-assessment may be asked. Where the wording of a
    criterion differs between the file's version and this one, its note is taken and its
    level is not: a level belongs to the descriptors that it was chosen by.

    Refuses with `FaultySelfRating` (also for a rubric, a version, a criterion or a
    level that is not known here, and when nothing of it is asked) and with the refusals
    of `start_assessment`. Nothing is written then.
    """
    rating = read_self_rating(data)
    source = _source(rating)
    version = version or source
    if criteria is None:
        criteria = version.criteria.for_kind(AssessmentKind.SELF)
    asked = list(criteria)
    theirs = _asked_of(rating, source, version, asked)
    assessment = start_assessment(
        version=version,
        criteria=asked,
        kind=AssessmentKind.SELF,
        assessor=assessor,
        subject=subject,
        at=at,
    )
    _fill(assessment, asked, theirs, rating.language, by, at)
    return assessment


@transaction.atomic
def fill_in(
    *, assessment: Assessment, data: bytes, by: Any, at: datetime | None = None
) -> Assessment:
    """As `take_in`, into a draft that there is already: what the file says of a
    criterion takes the place of what stood there. Refuses also as `rate` does."""
    rating = read_self_rating(data)
    asked = [row.criterion for row in assessment.asked.select_related("criterion")]
    theirs = _asked_of(rating, _source(rating), assessment.version, asked)
    _fill(assessment, asked, theirs, rating.language, by, at)
    return assessment


#: What the file says of a criterion, and the criterion as its version words it.
Theirs = Mapping[UUID, tuple[OwnRating, Criterion]]


def _asked_of(
    rating: SelfRating,
    source: RubricVersion,
    version: RubricVersion,
    asked: Sequence[Criterion],
) -> Theirs:
    if version.rubric_id != source.rubric_id:
        raise FaultySelfRating.one("rubric.slug", _("this is another rubric"))
    theirs = _matched(rating, source)
    if not any(criterion.uuid in theirs for criterion in asked):
        raise FaultySelfRating.one("ratings", _("none of the criteria is asked here"))
    return theirs


def _fill(
    assessment: Assessment,
    asked: Sequence[Criterion],
    theirs: Theirs,
    language: str,
    by: Any,
    at: datetime | None,
) -> None:
    for criterion in asked:
        if found := theirs.get(criterion.uuid):
            _take(assessment, criterion, *found, language, by, at)


def _source(rating: SelfRating) -> RubricVersion:
    """The published version that the file names, worded as the file says."""
    versions = RubricVersion.objects.ever_published().with_structure()
    version = versions.filter(uuid=rating.version).first()
    if version is None or version.rubric.slug != rating.rubric:
        raise FaultySelfRating.one(
            "rubric.version", _("this version of the rubric is not known here")
        )
    if version.content_hash != rating.content_hash:
        raise FaultySelfRating.one(
            "rubric.content_hash", _("the version has another wording here")
        )
    return version


def _matched(rating: SelfRating, source: RubricVersion) -> Theirs:
    known = {criterion.uuid: criterion for criterion in source.criteria.all()}
    faults: list[Fault] = []
    for i, one in enumerate(rating.ratings):
        criterion = known.get(one.criterion)
        if criterion is None:
            path, said = "criterion", _("the rubric has no such criterion")
            faults.append(Fault(f"ratings[{i}].{path}", said))
        elif one.level not in {level.value for level in criterion.levels.all()}:
            path, said = "level", _("the scale has no such level")
            faults.append(Fault(f"ratings[{i}].{path}", said))
    if faults:
        raise FaultySelfRating(faults)
    return {one.criterion: (one, known[one.criterion]) for one in rating.ratings}


def _take(
    assessment: Assessment,
    criterion: Criterion,
    one: OwnRating,
    before: Criterion,
    language: str,
    by: Any,
    at: datetime | None,
) -> None:
    level = None
    if _wording(before) == _wording(criterion):
        level = criterion.levels.get(value=one.level)
    rate(
        assessment=assessment,
        criterion=criterion,
        level=level,
        comments={"": one.note} if one.note else {},
        language=language,
        by=by,
        at=at,
    )


def _wording(criterion: Criterion) -> tuple[Any, ...]:
    levels = criterion.levels.all()
    return (
        criterion.question.data,
        *((level.value, level.descriptor.data) for level in levels),
    )
