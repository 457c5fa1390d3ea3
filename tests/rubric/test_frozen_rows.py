"""What is published, submitted or sealed stays, whatever door is tried."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError, QuerySet

from rubric.models import (
    AskedCriterion,
    Assessment,
    Criterion,
    CriterionRating,
    Level,
    RatingComment,
    Result,
    ResultLine,
    RubricVersion,
    ScaleLabel,
)
from rubric.services.assessing import rate, start_assessment, submit_assessment
from rubric.services.publishing import archive_version
from rubric.services.results import make_result
from tests.rubric.factories import (
    NOON,
    PersonFactory,
    level,
    make_draft,
    make_version,
    texts,
)
from valmentamo import freezing
from valmentamo.guarding import FrozenRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(version, coach):
    """One row of every kind that freezes, all of them frozen."""
    need = version.criteria.get(key="need")
    assessment = start_assessment(
        version=version, criteria=[need], kind="coach", assessor=coach, at=NOON
    )
    rating = rate(
        assessment=assessment,
        criterion=need,
        level=level(need, 2),
        comments={"": "Sanottu"},
        by=coach,
    )
    submit_assessment(assessment=assessment, by=coach, at=NOON)
    result = make_result(
        version=version,
        criteria=[need],
        rule_set="parts",
        assessment=assessment,
        by=coach,
        at=NOON,
    )
    return {
        RubricVersion: version,
        ScaleLabel: version.scale.first(),
        Criterion: need,
        Level: need.levels.first(),
        Assessment: assessment,
        AskedCriterion: assessment.asked.get(),
        CriterionRating: CriterionRating.objects.get(pk=rating.pk),
        RatingComment: rating.comments.get(),
        Result: result,
        ResultLine: result.lines.get(),
    }


# A change of each kind of row that must be refused.
CHANGES = [
    (RubricVersion, {"title": texts("Other")}),
    (RubricVersion, {"pass_mean": "1"}),
    (RubricVersion, {"state": "draft"}),
    (RubricVersion, {"content_hash": "x"}),
    (ScaleLabel, {"label": texts("Other")}),
    (ScaleLabel, {"value": 9}),
    (Criterion, {"weight": 1}),
    (Criterion, {"is_gate": True}),
    (Criterion, {"name": texts("Other")}),
    (Level, {"descriptor": texts("Other")}),
    (Level, {"value": 9}),
    (Assessment, {"kind": "peer"}),
    (Assessment, {"state": "draft", "submitted_at": None}),
    (AskedCriterion, {"criterion_id": 0}),
    (CriterionRating, {"points": 4}),
    (CriterionRating, {"level": None, "not_assessable": True, "points": None}),
    (RatingComment, {"text": "Toisin"}),
    (RatingComment, {"aspect": "question"}),
    (Result, {"outcome": "passed"}),
    (Result, {"numerator": 400}),
    (Result, {"is_sealed": False}),
    (ResultLine, {"points": 4}),
    (ResultLine, {"override_reason": "x"}),
]
IDS = [f"{model.__name__}-{'-'.join(values)}" for model, values in CHANGES]
KINDS = sorted({model for model, _values in CHANGES}, key=lambda m: m.__name__)


def below_python(model, pk, values):
    """Straight to the database, as a migration or a shell would."""
    with transaction.atomic():
        QuerySet(model).filter(pk=pk).update(**values)


@pytest.mark.parametrize(("model", "values"), CHANGES, ids=IDS)
def test_save_is_refused(world, model, values):
    row = world[model]
    for name, value in values.items():
        setattr(row, name, value)
    with pytest.raises(FrozenRow):
        row.save()
    with pytest.raises(FrozenRow):
        row.save(update_fields=list(values))


@pytest.mark.parametrize(("model", "values"), CHANGES, ids=IDS)
def test_database_refuses_the_change_even_below_the_models(world, model, values):
    if values == {"criterion_id": 0}:
        values = {"criterion_id": make_version().criteria.first().pk}
    with pytest.raises(IntegrityError, match=model._meta.db_table):
        below_python(model, world[model].pk, values)


@pytest.mark.parametrize(("model", "values"), CHANGES, ids=IDS)
def test_queryset_update_is_refused(world, model, values):
    with pytest.raises(FrozenRow):
        model.objects.filter(pk=world[model].pk).update(**values)


@pytest.mark.parametrize("model", KINDS)
def test_bulk_update_is_refused(world, model):
    names = next(list(values) for m, values in CHANGES if m is model)
    names = [name.removesuffix("_id") for name in names]
    with pytest.raises(FrozenRow):
        model.objects.bulk_update([world[model]], names)


@pytest.mark.parametrize("model", KINDS)
def test_delete_is_refused(world, model):
    with pytest.raises((FrozenRow, ProtectedError)):
        world[model].delete()
    with pytest.raises((FrozenRow, ProtectedError)):
        model.objects.filter(pk=world[model].pk).delete()


@pytest.mark.parametrize("model", KINDS)
def test_database_refuses_to_delete_the_row(world, model):
    table = connection.ops.quote_name(model._meta.db_table)
    with (
        pytest.raises(IntegrityError, match=model._meta.db_table),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [world[model].pk])


def new_children(world):
    version, need = world[RubricVersion], world[Criterion]
    assessment, result = world[Assessment], world[Result]
    ethics = version.criteria.get(key="ethics")
    return {
        ScaleLabel: ScaleLabel(version=version, value=5, key="l5", label=texts("5")),
        Criterion: Criterion(
            version=version, key="new", weight=1, name={}, question={}
        ),
        Level: Level(criterion=need, value=5, descriptor=texts("5")),
        AskedCriterion: AskedCriterion(assessment=assessment, criterion=ethics),
        CriterionRating: CriterionRating(
            assessment=assessment, criterion=ethics, not_assessable=True
        ),
        RatingComment: RatingComment(
            asked=world[AskedCriterion], aspect="strength", text="x"
        ),
        ResultLine: ResultLine(
            result=result,
            criterion=ethics,
            rating=world[CriterionRating],
            weight=1,
            standing="met",
        ),
    }


CHILDREN = [
    *(ScaleLabel, Criterion, Level, AskedCriterion, CriterionRating),
    *(RatingComment, ResultLine),
]


@pytest.mark.parametrize("model", CHILDREN)
def test_nothing_is_added_under_a_frozen_row(world, model):
    child = new_children(world)[model]
    with pytest.raises(FrozenRow):
        child.save()
    with pytest.raises(FrozenRow):
        model.objects.bulk_create([child])


@pytest.mark.parametrize("model", CHILDREN)
def test_database_refuses_an_addition_under_a_frozen_row(world, model, monkeypatch):
    child = new_children(world)[model]
    monkeypatch.setattr(type(child), "in_frozen_parent", lambda self: False)
    with (
        pytest.raises(IntegrityError, match=model._meta.db_table),
        transaction.atomic(),
    ):
        model.objects.bulk_create([child])


def test_criterion_can_not_be_moved_into_a_published_version(version):
    criterion = make_draft().criteria.get(key="need")
    with pytest.raises(IntegrityError, match="valmentamo_rubric_criterion"):
        below_python(Criterion, criterion.pk, {"version": version, "key": "x"})


def test_draft_can_be_changed_and_deleted():
    draft = make_draft()
    need = draft.criteria.get(key="need")
    need.weight = 39
    need.save()
    need.levels.first().delete()
    draft.delete()
    assert not RubricVersion.objects.exists()


def test_published_version_can_be_archived_and_no_more(version):
    archive_version(version=version, at=NOON)
    for values in ({"state": "published"}, {"archived_at": None}):
        with pytest.raises(IntegrityError):
            below_python(RubricVersion, version.pk, values)


def test_persons_go_and_what_they_did_stays(world, coach):
    coach.delete()
    assessment = Assessment.objects.get()
    result = Result.objects.get()
    assert assessment.assessor is None
    assert result.made_by is None
    assert assessment.ratings.get().points == 2
    assert result.lines.get().points == 2


def test_nobody_else_is_put_in_a_persons_place(world):
    with pytest.raises(IntegrityError):
        below_python(Assessment, world[Assessment].pk, {"assessor": PersonFactory()})


def test_text_about_a_person_can_be_erased_and_nothing_else(world):
    comment = world[RatingComment]
    RatingComment.objects.filter(pk=comment.pk).update(text="")
    comment.refresh_from_db()
    assert comment.text == ""
    with pytest.raises(IntegrityError):
        below_python(RatingComment, comment.pk, {"text": "Uusi"})


def test_erasure_service_may_lift_the_guard_for_one_transaction(world):
    pk = world[CriterionRating].pk
    with freezing.lifted():
        below_python(CriterionRating, pk, {"points": 1})
    with pytest.raises(IntegrityError):
        below_python(CriterionRating, pk, {"points": 2})


def test_version_with_work_rated_by_it_is_protected(world):
    with freezing.lifted(), pytest.raises(ProtectedError):
        QuerySet(RubricVersion).filter(pk=world[RubricVersion].pk).delete()
