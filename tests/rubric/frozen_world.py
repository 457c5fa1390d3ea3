"""One frozen row of every model that freezes, and ways to look at them all."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import models
from django.db.models import ProtectedError, QuerySet
from i18nfield.fields import I18nCharField, I18nTextField

from rubric.models import (
    AskedCriterion,
    Assessment,
    CalibrationAttempt,
    Criterion,
    CriterionRating,
    Crosswalk,
    Exemplar,
    Level,
    PooledRating,
    RatingComment,
    ReferenceRating,
    Result,
    ResultLine,
    RubricVersion,
    ScaleLabel,
    VersionEvent,
)
from rubric.services import publishing
from rubric.services.assessing import rate, start_assessment, submit_assessment
from rubric.services.calibrating import finish_practice, start_practice
from rubric.services.results import make_pooled_result
from tests.rubric.factories import (
    NOON,
    PersonFactory,
    give,
    level,
    make_version,
    small_content,
    texts,
)
from valmentamo import freezing
from valmentamo.guarding import FrozenRow

FROZEN = (
    *(RubricVersion, ScaleLabel, Criterion, Level, Crosswalk, VersionEvent),
    *(Assessment, AskedCriterion, CriterionRating, RatingComment),
    *(Result, ResultLine, PooledRating, CalibrationAttempt),
)
#: Rows of these may not even be added where the parent is frozen.
CLOSED = tuple(
    model for model in FROZEN if freezing.table_for(model).closed is not None
)
NAMED = (FrozenRow, ProtectedError)


@dataclass
class World:
    """One frozen row of every model, another that stands beside it, and a person."""

    rows: dict
    others: dict
    person: object
    version: RubricVersion
    draft: RubricVersion | None = None


def make_world():
    author, coach, second = (PersonFactory() for _ in range(3))
    first = make_version(rules=pooled_rules())
    draft = publishing.start_draft(rubric=first.rubric, by=author, at=NOON)
    publishing.send_to_review(version=draft, by=author, at=NOON, note="Katso tätä")
    version = publishing.publish_version(version=draft, by=coach, at=NOON)
    need = version.criteria.get(key="need")
    assessments = [assess(version, need, person) for person in (coach, second)]
    result = make_pooled_result(
        version=version,
        criteria=[need],
        rule_set="parts",
        assessments=assessments,
        by=coach,
        at=NOON,
    )
    again = make_pooled_result(
        version=version,
        criteria=[need],
        rule_set="parts",
        assessments=assessments,
        supersedes=result,
        by=coach,
        at=NOON,
    )
    attempt = practise(version, coach)
    rows = {
        RubricVersion: version,
        ScaleLabel: version.scale.first(),
        Criterion: need,
        Level: need.levels.first(),
        Crosswalk: version.crosswalk.first(),
        VersionEvent: version.events.exclude(note="").get(),
        Assessment: assessments[0],
        AskedCriterion: assessments[0].asked.get(),
        CriterionRating: assessments[0].ratings.get(),
        RatingComment: RatingComment.objects.filter(
            asked__assessment=assessments[0]
        ).get(),
        Result: again,
        ResultLine: again.lines.get(),
        PooledRating: again.lines.get().pooled.first(),
        CalibrationAttempt: attempt,
    }
    rows = {model: model.objects.get(pk=row.pk) for model, row in rows.items()}
    others = {
        model: model.objects.exclude(pk=row.pk).first() for model, row in rows.items()
    }
    return World(rows, others, PersonFactory(), version)


def pooled_rules():
    return replace(small_content().rules, pooling="median")


def assess(version, criterion, person):
    assessment = start_assessment(
        version=version,
        criteria=[criterion],
        kind="coach",
        assessor=person,
        subject="work",
        at=NOON,
    )
    rate(
        assessment=assessment,
        criterion=criterion,
        level=level(criterion, 2),
        comments={"": "Sanottu"},
        by=person,
    )
    return submit_assessment(assessment=assessment, by=person, at=NOON)


def practise(version, person):
    exemplar = Exemplar.objects.create(
        version=version, slug="sample", language="fi", use="calibration", fields={}
    )
    for criterion in version.criteria.all():
        ReferenceRating.objects.create(
            exemplar=exemplar, criterion=criterion, level=level(criterion, 2)
        )
    practice = start_practice(exemplar=exemplar, assessor=person, at=NOON)
    give(practice, need=2, evidence=2, ethics=2)
    return finish_practice(assessment=practice, by=person, at=NOON)


def as_stored():
    """Every row that freezes, as the database has it."""
    return {model: list(QuerySet(model).order_by("pk").values()) for model in FROZEN}


def other_value(world, row, field):
    """A value that the column does not have and that its type takes."""
    value = getattr(row, field.attname)
    if isinstance(field, models.ForeignKey):
        target = field.remote_field.model
        if target is type(world.person):
            return world.person
        other = world.others.get(target) or target.objects.exclude(pk=value).first()
        return other if other and other.pk != value else None
    if isinstance(field, I18nCharField | I18nTextField):
        return texts("Other")
    if field.name == "state":
        return "draft"
    match value:
        case bool():
            return not value
        case UUID():
            return uuid4()
        case datetime():
            return value + timedelta(days=1)
        case int() | Decimal():
            return value + 1
        case dict() | list():
            return {"other": 1}
    return "other" if isinstance(field, models.CharField | models.TextField) else 7


def columns(model):
    """What must not change. Free are counters only; what may be set once, while it is
    NULL, is tried by itself below."""
    table = freezing.table_for(model)
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in table.free | table.once
    ]


def new_row(world, model):
    """A row of the model that would hang under the same frozen parent."""
    rows, version = world.rows, world.version
    ethics = version.criteria.get(key="ethics")
    values = {
        ScaleLabel: {"version": version, "value": 5, "key": "l5", "label": texts("5")},
        Criterion: {
            "version": version,
            "key": "new",
            "weight": 1,
            "name": texts("New"),
            "question": texts("New?"),
        },
        Level: {"criterion": rows[Criterion], "value": 5, "descriptor": texts("5")},
        Crosswalk: {
            "version": version,
            "source": rows[Crosswalk].source,
            "target": ethics,
            "kind": "split",
        },
        AskedCriterion: {"assessment": rows[Assessment], "criterion": ethics},
        CriterionRating: {
            "assessment": rows[Assessment],
            "criterion": ethics,
            "not_assessable": True,
        },
        RatingComment: {
            "asked": rows[AskedCriterion],
            "aspect": "strength",
            "text": "x",
        },
        ResultLine: {
            "result": rows[Result],
            "criterion": ethics,
            "rating": rows[CriterionRating],
            "weight": 1,
            "standing": "met",
        },
        PooledRating: {
            "line": rows[ResultLine],
            "rating": CriterionRating.objects.filter(criterion=ethics).first(),
        },
    }
    return values[model]
