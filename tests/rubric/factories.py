"""People, small rubrics and ratings for the tests of the rubric."""

from datetime import UTC, datetime
from decimal import Decimal

import factory
from django.conf import settings
from django.contrib.auth import get_user_model

from rubric.content import (
    VERSION_TEXTS,
    CriterionContent,
    RubricContent,
    RuleContent,
    ScaleContent,
)
from rubric.models import Rubric
from rubric.services.assessing import rate, start_assessment, submit_assessment
from rubric.services.drafting import write_draft
from rubric.services.publishing import publish_version

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class PersonFactory(factory.django.DjangoModelFactory):
    """Works with Django's user and with one that logs in by e-mail."""

    class Meta:
        model = settings.AUTH_USER_MODEL

    email = factory.Sequence(lambda n: f"person{n}@example.org")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        kwargs.setdefault(get_user_model().USERNAME_FIELD, kwargs["email"])
        return super()._create(model_class, *args, **kwargs)


class RubricFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Rubric

    slug = factory.Sequence(lambda n: f"rubric-{n}")


def texts(words, languages=("fi", "sv", "en")):
    return {language: f"{words} ({language})" for language in languages}


def criterion_content(key, order, weight, **changes):
    values = {
        "is_gate": key == "ethics",
        "needed_for_distinction": key == "need",
        "looks_at": (f"{key}_field",),
        "name": texts(key.title()),
        "question": texts(f"{key}?"),
        "levels": {value: texts(f"{key} {value}") for value in (1, 2, 3, 4)},
    }
    return CriterionContent(
        key=key, sort_order=order, weight=weight, **values | changes
    )


def with_rules(**changes):
    """The rules of the small rubric with changes; numbers may be given as text."""
    values = {
        "minimum_level": 2,
        "pass_mean": Decimal("2.5"),
        "parts_minimum_level": 2,
        "parts_pass_mean": None,
        "distinction_mean": Decimal("3.2"),
        "distinction_level": 3,
    }
    for name, value in changes.items():
        exact = isinstance(value, str) and name != "pooling"
        values[name] = Decimal(value) if exact else value
    return RuleContent(**values)


def small_content(**changes):
    """Three criteria on four levels: need 40, evidence 40, ethics 20 (a gate)."""
    values = {
        "label": "1.0",
        "languages": ("fi", "sv", "en"),
        "texts": {field: texts(field) for field in VERSION_TEXTS},
        "rules": with_rules(),
        "scale": tuple(
            ScaleContent(value=value, key=f"l{value}", label=texts(f"Level {value}"))
            for value in (1, 2, 3, 4)
        ),
        "criteria": (
            criterion_content("need", 1, 40),
            criterion_content("evidence", 2, 40),
            criterion_content("ethics", 3, 20),
        ),
    }
    return RubricContent(**values | changes)


def make_draft(rubric=None, **changes):
    return write_draft(
        rubric=rubric or RubricFactory(), content=small_content(**changes), at=NOON
    )


def make_version(rubric=None, **changes):
    return publish_version(version=make_draft(rubric, **changes), at=NOON)


def level(criterion, value):
    return criterion.levels.get(value=value)


def give(assessment, **levels):
    """Rate criteria by key: a level's value, or None for "not assessable"."""
    for criterion in assessment.criteria.filter(key__in=levels):
        value = levels[criterion.key]
        rate(
            assessment=assessment,
            criterion=criterion,
            level=None if value is None else level(criterion, value),
            not_assessable=value is None,
            by=assessment.assessor,
        )
    return assessment


def make_assessment(version, kind="coach", assessor=None, criteria=None, **levels):
    """A submitted assessment with these levels; criteria left out are asked too."""
    assessment = start_assessment(
        version=version,
        criteria=criteria or version.criteria.all(),
        kind=kind,
        assessor=assessor or PersonFactory(),
        at=NOON,
    )
    give(assessment, **levels)
    return submit_assessment(
        assessment=assessment, by=assessment.assessor, at=NOON, require_all=False
    )


def draft_of(version, subject, kind="coach", assessor=None, criteria=None, **levels):
    """A draft assessment of a named piece of work, with these levels."""
    assessment = start_assessment(
        version=version,
        criteria=criteria or version.criteria.all(),
        kind=kind,
        assessor=assessor or PersonFactory(),
        subject=subject,
        at=NOON,
    )
    return give(assessment, **levels)


def assessment_of(version, subject, **more):
    """The same, submitted."""
    draft = draft_of(version, subject, **more)
    return submit_assessment(
        assessment=draft, by=draft.assessor, at=NOON, require_all=False
    )
