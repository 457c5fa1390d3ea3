"""Doors beside a row: relations, services, forms. Each is tried, each refuses."""

from dataclasses import replace

import pytest
from django import forms
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, QuerySet
from modelcluster.forms import childformset_factory

from rubric.exceptions import (
    AssessmentClosed,
    RubricError,
    StepNotAllowed,
    VersionExists,
)
from rubric.models import (
    Assessment,
    CalibrationAttempt,
    Criterion,
    CriterionRating,
    Crosswalk,
    Result,
    ResultLine,
    RubricVersion,
)
from rubric.services import publishing
from rubric.services.assessing import rate, submit_assessment
from rubric.services.calibrating import finish_practice
from rubric.services.drafting import content_of
from rubric.services.editing import save_draft
from tests.rubric.factories import (
    NOON,
    level,
    make_draft,
    small_content,
)
from tests.rubric.frozen_world import (
    FROZEN,
    as_stored,
)
from valmentamo.guarding import FrozenRow

pytestmark = pytest.mark.django_db


def managers(world):
    """Doors through the row on the other side of a relation."""
    version, rows = world.version, world.rows
    need, draft = rows[Criterion], world.draft
    spare = draft.criteria.first()
    assessment, rating = rows[Assessment], rows[CriterionRating]
    return {
        "criteria.add": lambda: (
            version.criteria.add(spare),
            version.criteria.commit(),
        ),
        "criteria.remove": lambda: (
            version.criteria.remove(need),
            version.criteria.commit(),
        ),
        "criteria.set": lambda: (version.criteria.set([spare]), version.save()),
        "criteria.clear": lambda: (version.criteria.clear(), version.criteria.commit()),
        "scale.clear": lambda: (version.scale.clear(), version.scale.commit()),
        "levels.clear": lambda: (need.levels.clear(), need.levels.commit()),
        "cluster save": lambda: version.save(),
        "moved into it": lambda: Criterion.objects.filter(pk=spare.pk).update(
            version=version
        ),
        "events.update": lambda: version.events.update(note="x"),
        "crosswalk.delete": lambda: version.crosswalk.all().delete(),
        "crosswalk.create": lambda: version.crosswalk.create(kind="new", target=need),
        "successors.clear": lambda: rows[Crosswalk].source.successors.clear(),
        "predecessors.clear": lambda: need.predecessors.clear(),
        "asked.add": lambda: assessment.criteria.add(
            version.criteria.get(key="ethics")
        ),
        "asked.remove": lambda: assessment.criteria.remove(need),
        "asked.set": lambda: assessment.criteria.set([]),
        "asked.clear": lambda: assessment.criteria.clear(),
        "ratings.update": lambda: assessment.ratings.update(points=4),
        "ratings.delete": lambda: assessment.ratings.all().delete(),
        "comments.clear": lambda: rating.comments.clear(),
        "comments.set": lambda: rating.comments.set([]),
        "lines.delete": lambda: rows[Result].lines.all().delete(),
        "lines.update": lambda: rows[Result].lines.update(points=4),
        "pooled.delete": lambda: rows[ResultLine].pooled.all().delete(),
        "rubric with all": lambda: version.rubric.delete(),
    }


def test_no_related_manager_changes_it(world):
    world.draft = publishing.start_draft(rubric=world.version.rubric, at=NOON)
    before = as_stored()
    refusals = (FrozenRow, IntegrityError, ProtectedError)
    for name in managers(world):
        # What a cluster holds in memory is the door's own.
        for model, row in world.rows.items():
            world.rows[model] = model.objects.get(pk=row.pk)
        world.version = world.rows[RubricVersion]
        with pytest.raises(refusals), transaction.atomic():
            managers(world)[name]()
    assert as_stored() == before


def services(world):
    version, rows = world.version, world.rows
    need, coach = rows[Criterion], rows[Assessment].assessor
    content = small_content(label=version.label)
    return {
        "save_draft": (
            lambda: save_draft(
                version=version, content=content, revision=version.revision, by=coach
            ),
            FrozenRow,
        ),
        "publish": (
            lambda: publishing.publish_version(version=version),
            StepNotAllowed,
        ),
        "publish with links": (
            lambda: publishing.publish_version(version=version, links=[]),
            StepNotAllowed,
        ),
        "send": (lambda: publishing.send_to_review(version=version), StepNotAllowed),
        "send back": (lambda: publishing.send_back(version=version), StepNotAllowed),
        "discard": (lambda: publishing.discard_draft(version=version), StepNotAllowed),
        "start again under its name": (
            lambda: publishing.start_draft(rubric=version.rubric, label=version.label),
            VersionExists,
        ),
        "rate": (
            lambda: rate(
                assessment=rows[Assessment],
                criterion=need,
                level=level(need, 4),
                by=coach,
            ),
            AssessmentClosed,
        ),
        "submit": (
            lambda: submit_assessment(assessment=rows[Assessment], by=coach),
            AssessmentClosed,
        ),
        "practise again": (
            lambda: finish_practice(
                assessment=rows[CalibrationAttempt].assessment, by=coach
            ),
            RubricError,
        ),
    }


def test_no_service_changes_it(untouched):
    for call, refusal in services(untouched).values():
        with pytest.raises(refusal):
            call()


def test_model_form_does_not_change_it(untouched):
    form_class = forms.modelform_factory(
        RubricVersion, fields=["label", "minimum_level"]
    )
    form = form_class(
        {"label": "9.9", "minimum_level": 1}, instance=untouched.rows[RubricVersion]
    )
    assert form.is_valid()
    with pytest.raises(FrozenRow):
        form.save()


def formset_data(prefix, pk, **values):
    return {
        f"{prefix}-TOTAL_FORMS": "1",
        f"{prefix}-INITIAL_FORMS": "1",
        f"{prefix}-MIN_NUM_FORMS": "0",
        f"{prefix}-MAX_NUM_FORMS": "1000",
        f"{prefix}-0-id": str(pk),
    } | {f"{prefix}-0-{name}": value for name, value in values.items()}


FORMSETS = {
    "inline": lambda: forms.inlineformset_factory(
        RubricVersion, Criterion, fields=["weight", "key"], extra=0
    ),
    "cluster": lambda: childformset_factory(
        RubricVersion, Criterion, fields=["weight", "key"], extra=0
    ),
}


@pytest.mark.parametrize("kind", FORMSETS)
def test_formset_of_a_draft_does_not_take_the_key_of_another_versions_row(world, kind):
    draft = publishing.start_draft(rubric=world.version.rubric, at=NOON)
    before = as_stored()
    data = formset_data("criteria", world.rows[Criterion].pk, weight="1", key="forged")
    formset = FORMSETS[kind]()(data, instance=draft, prefix="criteria")
    if formset.is_valid():
        # What it takes, it takes as a new row of the draft.
        formset.save()
    rows = {row["id"]: row for row in QuerySet(Criterion).values()}
    assert [rows[row["id"]] for row in before[Criterion]] == before[Criterion]


@pytest.mark.parametrize("kind", FORMSETS)
def test_formset_of_the_published_version_itself_is_refused(untouched, kind):
    need = untouched.rows[Criterion]
    data = formset_data("criteria", need.pk, weight="1", key="forged")
    formset = FORMSETS[kind]()(data, instance=untouched.version, prefix="criteria")
    assert formset.is_valid() or kind == "inline"
    with pytest.raises((FrozenRow, IntegrityError)), transaction.atomic():
        formset.save()


def test_draft_does_not_take_the_uuid_of_another_rubrics_criterion(untouched):
    """`save_draft` finds criteria by uuid within the rubric, never beyond it."""
    draft = make_draft()
    content = content_of(RubricVersion.objects.with_structure().get(pk=draft.pk))
    forged = replace(content.criteria[0], uuid=untouched.rows[Criterion].uuid)
    content = replace(content, criteria=(forged, *content.criteria[1:]))
    with pytest.raises(RubricError):
        save_draft(version=draft, content=content, revision=draft.revision, by=None)
    draft.delete()


def test_django_admin_has_no_door_to_it():
    if not apps.is_installed("django.contrib.admin"):
        return
    from django.contrib import admin

    assert not {model for model in admin.site._registry if model in FROZEN}
