"""Reading one exercise: its parts, criteria, feeds and limits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.enums import (
    ExerciseType,
    Occasion,
    PartKind,
    RatedBy,
    SelfRating,
    Stage,
    Unit,
)
from courses.interchange.nodes import Node, once
from courses.interchange.shapes import ExerciseSpec, FieldSpec, PartSpec, Text
from courses.raters import have_nothing_to_rate, rater_of

KNOWN = [
    "id",
    "type",
    "title",
    "prompt",
    "tip",
    "focus",
    "required",
    "required_from_stage",
    "personal",
    "occasion",
    "minutes",
    "rated_by",
    "self_rating",
    "criteria",
    "feeds",
    "min_words",
    "max_words",
    "fields",
    "columns",
    "min_rows",
    "lead",
    "closing",
    "marks",
    "reviews",
    "calibration_samples",
    "attachments",
]
#: The parts that each type may have, and the ones it must have.
MAY_HAVE = {
    ExerciseType.LONG_TEXT: {"min_words", "max_words"},
    ExerciseType.TABLE: {"columns", "min_rows", "lead", "closing"},
    ExerciseType.FORM: {"fields", "closing"},
    ExerciseType.SELF_ASSESSMENT: {"marks"},
    ExerciseType.PEER_REVIEW: {"reviews", "calibration_samples"},
    ExerciseType.PORTFOLIO: {"closing"},
}
SHAPING = set().union(*MAY_HAVE.values())
MUST_HAVE = {ExerciseType.TABLE: "columns", ExerciseType.FORM: "fields"}
FILLS_NOTHING = {ExerciseType.SELF_ASSESSMENT, ExerciseType.PEER_REVIEW}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an exercise may refer to. `criteria` says whose question each one is; without
    a rubric they can't be checked."""

    fields: Mapping[str, FieldSpec]
    criteria: Mapping[str, str] | None
    self_rating: SelfRating


def read_exercise(node: Node, around: Surroundings) -> ExerciseSpec:
    node.only(*KNOWN)
    kind = node.choice("type", ExerciseType, ExerciseType.LONG_TEXT)
    if not node.has("type"):
        node.fault("type", _("This is missing."))
    _check_shape(node, kind)
    feeds = _feeds(node, kind, around)
    personal = node.flag("personal", default=kind == ExerciseType.PEER_REVIEW)
    return ExerciseSpec(
        key=node.slug(),
        type=kind,
        unit=Unit.PERSON if personal else Unit.TEAM,
        rated_by=_rated_by(node, kind),
        self_rating=node.choice("self_rating", SelfRating, around.self_rating),
        occasion=node.choice("occasion", Occasion, Occasion.NONE),
        required=node.flag("required", default=True),
        required_from_stage=_stage(node),
        minutes=node.whole("minutes", default=0),
        min_rows=node.whole("min_rows", default=0 if kind != ExerciseType.TABLE else 1),
        reviews=_reviews(node, kind),
        calibration_samples=node.whole("calibration_samples", default=0),
        allows_attachments=node.flag("attachments", default=False),
        lead_label=_lead_label(node),
        criteria=_criteria(node, kind, around),
        feeds=feeds,
        parts=_parts(node, kind, feeds, around),
        title=node.text("title", most=255),
        prompt=node.text("prompt"),
        tip=node.text("tip", required=False),
        focus=node.text("focus", required=False),
    )


def _check_shape(node: Node, kind: ExerciseType) -> None:
    for key in sorted(SHAPING & set(node.data) - MAY_HAVE[kind]):
        node.fault(
            key, _("An exercise of type %(type)s has no such part.") % {"type": kind}
        )
    must = MUST_HAVE.get(kind)
    if must and not node.data.get(must):
        node.fault(must, _("This is missing."))
    if node.has("min_rows"):
        node.whole("min_rows", least=1)


def _rated_by(node: Node, kind: ExerciseType) -> RatedBy:
    expected = rater_of(kind)
    given = node.choice("rated_by", RatedBy, expected)
    if given != expected:
        message = _("An exercise of type %(type)s is rated by: %(who)s.")
        node.fault("rated_by", message % {"type": kind, "who": expected})
    return expected


def _stage(node: Node) -> str:
    if not node.has("required_from_stage"):
        return ""
    return str(node.choice("required_from_stage", Stage, Stage.IDEA))


def _lead_label(node: Node) -> Text:
    lead = node.child("lead")
    lead.only("label", "fields")
    return lead.text("label", required=False, most=200)


def _reviews(node: Node, kind: ExerciseType) -> int:
    if kind != ExerciseType.PEER_REVIEW:
        return 0
    return node.whole("reviews", least=1)


def _criteria(node: Node, kind: ExerciseType, around: Surroundings) -> tuple[str, ...]:
    found = node.keys("criteria")
    if not found:
        node.fault("criteria", _("Name at least one criterion."))
    if around.criteria is None:
        return found
    for index, key in enumerate(found):
        if key not in around.criteria:
            message = _("The rubric has no criterion “%(key)s”.") % {"key": key}
            node.fault(f"criteria[{index}]", message)
    missing = [key for key in around.criteria if key not in found]
    if kind == ExerciseType.PORTFOLIO and missing:
        message = _(
            "A portfolio is rated on every criterion; these are missing: %(keys)s."
        )
        node.fault("criteria", message % {"keys": ", ".join(missing)})
    whose = [around.criteria[key] for key in found if key in around.criteria]
    if whose and have_nothing_to_rate(rater_of(kind), whose):
        message = _("Those who rate the exercise are asked none of its criteria.")
        node.fault("criteria", message)
    return found


def _feeds(node: Node, kind: ExerciseType, around: Surroundings) -> tuple[str, ...]:
    found = node.keys("feeds")
    for index, key in enumerate(found):
        if key not in around.fields:
            message = _("The description has no field “%(key)s”.") % {"key": key}
            node.fault(f"feeds[{index}]", message)
    if found and kind in FILLS_NOTHING:
        message = _("An exercise of type %(type)s fills no field.") % {"type": kind}
        node.fault("feeds", message)
    return found


def _parts(
    node: Node, kind: ExerciseType, feeds: tuple[str, ...], around: Surroundings
) -> tuple[PartSpec, ...]:
    pairs = list(_each_part(node, kind, feeds, around))
    once([part for part, _n in pairs], [n for _p, n in pairs], lambda part: part.key)
    if kind == ExerciseType.FORM and len(feeds) > 1:
        for key in set(feeds) - {part.key for part, _n in pairs}:
            message = _("No form field is named “%(key)s”, so nothing would fill it.")
            node.fault("feeds", message % {"key": key})
    return tuple(part for part, _n in pairs)


def _each_part(
    node: Node, kind: ExerciseType, feeds: tuple[str, ...], around: Surroundings
) -> Iterator[tuple[PartSpec, Node]]:
    if kind == ExerciseType.LONG_TEXT:
        yield PartSpec(key="answer", kind=PartKind.TEXT, **_word_limits(node)), node
    for item in node.child("lead").children("fields"):
        yield _labelled(item, PartKind.LEAD), item
    for item in node.children("columns"):
        yield _labelled(item, PartKind.COLUMN), item
    for item in node.children("fields"):
        fed = around.fields.get(str(item.data.get("id"))) if feeds else None
        if fed and fed.key not in feeds:
            fed = None
        yield _labelled(item, PartKind.FIELD, fed), item
    if node.has("closing"):
        closing = node.child("closing")
        closing.only("label", "min_words", "max_words")
        label, limits = closing.text("label", most=200), _word_limits(closing)
        yield (
            PartSpec(key="closing", kind=PartKind.CLOSING, label=label, **limits),
            closing,
        )
    if node.has("marks"):
        yield _marks(node.child("marks"), around), node.child("marks")


def _labelled(node: Node, kind: PartKind, fed: FieldSpec | None = None) -> PartSpec:
    """A part whose label stands beside its id; `fed` lends its limits."""
    node.only("id", "min_words", "max_words", "max_chars", *node.faults.languages)
    limits = _word_limits(node)
    max_chars = node.limit("max_chars")
    if fed:
        max_chars = max_chars or fed.max_chars
        limits["max_words"] = limits["max_words"] or fed.max_words
    return PartSpec(
        key=node.slug(),
        kind=kind,
        label=node.text(most=200),
        max_chars=max_chars,
        **limits,
    )


def _word_limits(node: Node) -> dict[str, Any]:
    least, most = node.limit("min_words"), node.limit("max_words")
    if least and most and least > most:
        message = _("The fewest words (%(least)d) are more than the most (%(most)d).")
        node.fault("min_words", message % {"least": least, "most": most})
    return {"min_words": least, "max_words": most}


def _marks(node: Node, around: Surroundings) -> PartSpec:
    node.only("count", "of", "label")
    count = node.whole("count", least=1)
    if node.string("of") not in ("", "description_fields"):
        node.fault(
            "of", _("This must be one of: %(known)s.") % {"known": "description_fields"}
        )
    if count > len(around.fields):
        node.fault("count", _("The description has fewer fields than this."))
    label = node.text("label", most=200)
    return PartSpec(key="marks", kind=PartKind.MARKS, label=label, count=count)
