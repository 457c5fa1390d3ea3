"""Reading a whole course file: every fault at once, with its path, or a sound course."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from courses.enums import ExerciseType, SelfRating
from courses.interchange.exercises import Surroundings, read_exercise
from courses.interchange.nodes import Faults, Node, once
from courses.interchange.shapes import (
    CertificateSpec,
    CourseSpec,
    ExerciseSpec,
    FieldSpec,
    LessonSpec,
    ModuleSpec,
    Text,
)

SCHEMA = "course/1"
KNOWN = [
    "schema",
    "id",
    "rubric",
    "status",
    "title",
    "summary",
    "audience",
    "delivery",
    "completion",
    "decisions",
    "peer_review",
    "assembly",
    "self_rating_default",
    "certificate",
    "description_fields",
    "modules",
]
#: What the course's page keeps for the certificate, with the room it has there.
CERTIFICATE_TEXTS = {
    "participation_form": 120,
    "assessment": 160,
    "framework_level": 120,
    "quality_assurance": 200,
}
#: Names of a rubric and of one of its versions to its criteria, by key, with whose
#: question each one is; or None.
type CriteriaOf = Callable[[str, str], Mapping[str, str] | None]


def read_course(
    data: Any, *, languages: Sequence[str], criteria_of: CriteriaOf
) -> tuple[CourseSpec, list[tuple[str, str]]]:
    """The course and its faults; with a fault, the course is not to be used."""
    faults = Faults(languages)
    node = Node(data, "", faults)
    node.only(*KNOWN)
    if node.string("schema", required=True) not in ("", SCHEMA):
        node.fault("schema", _("Only %(schema)s can be read.") % {"schema": SCHEMA})
    return _course(node, criteria_of), faults.found


def _course(node: Node, criteria_of: CriteriaOf) -> CourseSpec:
    certificate = node.child("certificate")
    rubric = node.child("rubric")
    slug, label = (
        rubric.slug(most=100),
        rubric.string("version", required=True, most=20),
    )
    criteria = criteria_of(slug, label) if slug and label else None
    if slug and label and criteria is None:
        node.fault("rubric", _("No published rubric has this identifier and version."))
    fields = _fields(node)
    around = Surroundings(
        {field.key: field for field in fields},
        criteria,
        node.choice("self_rating_default", SelfRating, SelfRating.OFFERED),
    )
    modules = _modules(node, around)
    return CourseSpec(
        slug=node.slug(most=80),
        rubric_slug=slug,
        rubric_label=label,
        title=node.text("title", most=255),
        summary=node.text("summary"),
        audience=node.text("audience", required=False),
        completion_text=node.child("completion").text("text", required=False),
        outcomes=_outcomes(certificate),
        certificate_texts=_certificate_texts(certificate.child("texts")),
        **_delivery(node.child("delivery"), modules),
        fields=fields,
        modules=modules,
        certificate=_certificate(certificate) if node.has("certificate") else None,
    )


def _delivery(node: Node, modules: tuple[ModuleSpec, ...]) -> dict[str, Any]:
    hours = node.whole("hours_total", least=1)
    _check_hours(node, hours, modules)
    return {
        "hours": hours,
        "weeks": node.limit("weeks"),
        "team_max": node.child("persons_per_team").whole("max", least=1, default=4),
        "peer_reviews_required": node.whole("peer_reviews_per_person", default=2),
        "coach_answer_days": node.whole("coach_answer_days", least=1, default=7),
        "feedback_rounds": node.whole("feedback_rounds", least=1, default=2),
    }


def _check_hours(delivery: Node, hours: int, modules: tuple[ModuleSpec, ...]) -> None:
    together = sum(module.hours for module in modules)
    if modules and together != hours:
        message = _("The modules add up to %(sum)d hours.") % {"sum": together}
        delivery.fault("hours_total", message)


def _fields(node: Node) -> tuple[FieldSpec, ...]:
    hidden = node.child("peer_review").keys("never_shown")
    nodes = list(node.children("description_fields"))
    fields = [_field(item, hidden) for item in nodes]
    once(fields, nodes, lambda field: field.key)
    if not fields:
        node.fault("description_fields", _("This is missing."))
    known = {field.key for field in fields}
    for index, key in enumerate(hidden):
        if key not in known:
            message = _("The description has no field “%(key)s”.") % {"key": key}
            node.fault(f"peer_review.never_shown[{index}]", message)
    return tuple(fields)


def _field(node: Node, hidden: tuple[str, ...]) -> FieldSpec:
    node.only("id", "label", "help", "max_chars", "max_words", "innokyla", "sim")
    key = node.slug()
    return FieldSpec(
        key=key,
        label=node.text("label", most=200),
        help=node.text("help", required=False, most=300),
        max_chars=node.limit("max_chars"),
        max_words=node.limit("max_words"),
        shown_to_peers=key not in hidden,
        innokyla=node.string("innokyla"),
        sim=node.string("sim"),
    )


def _modules(node: Node, around: Surroundings) -> tuple[ModuleSpec, ...]:
    nodes = list(node.children("modules"))
    if not nodes:
        node.fault("modules", _("This is missing."))
    modules = [_module(item, around) for item in nodes]
    once(modules, nodes, lambda module: module.key)
    lessons = [
        (n, s)
        for item, m in zip(nodes, modules, strict=True)
        for n, s in zip(item.children("lessons"), m.lessons, strict=True)
    ]
    once([s for _n, s in lessons], [n for n, _s in lessons], lambda lesson: lesson.key)
    exercises = [
        (n, s)
        for item, m in zip(nodes, modules, strict=True)
        for n, s in zip(item.children("exercises"), m.exercises, strict=True)
    ]
    once([s for _n, s in exercises], [n for n, _s in exercises], lambda ex: ex.key)
    _check_portfolios(exercises)
    return tuple(modules)


def _check_portfolios(exercises: Sequence[tuple[Node, ExerciseSpec]]) -> None:
    found = [node for node, ex in exercises if ex.type == ExerciseType.PORTFOLIO]
    for node in found[1:]:
        node.fault("type", _("A course has one description portfolio."))


def _module(node: Node, around: Surroundings) -> ModuleSpec:
    node.only("id", "order", "hours", "title", "outcomes", "lessons", "exercises")
    return ModuleSpec(
        key=node.slug(),
        hours=node.whole("hours"),
        title=node.text("title", most=255),
        outcomes=_outcomes(node),
        lessons=tuple(_lesson(item) for item in node.children("lessons")),
        exercises=tuple(
            read_exercise(item, around) for item in node.children("exercises")
        ),
    )


def _lesson(node: Node) -> LessonSpec:
    node.only("id", "title", "body")
    return LessonSpec(
        key=node.slug(), title=node.text("title", most=255), body=node.text("body")
    )


def _outcomes(node: Node) -> tuple[Text, ...]:
    return tuple(item.text(most=200) for item in node.children("outcomes"))


def _certificate_texts(node: Node) -> dict[str, Text]:
    node.only(*CERTIFICATE_TEXTS)
    return {
        key: node.text(key, required=False, most=most)
        for key, most in CERTIFICATE_TEXTS.items()
    }


def _certificate(node: Node) -> CertificateSpec:
    issuer, signatory = node.child("issuer"), node.child("signatory")
    return CertificateSpec(
        title=node.text("title", most=200),
        body=node.text("body"),
        body_with_innovation=node.text("body_with_innovation"),
        disclaimer=node.text("disclaimer"),
        eu_statement=node.text("eu_statement", required=False, most=200),
        co_funded=node.flag("co_funded", default=False),
        issuer_key=issuer.slug(most=80),
        issuer_name=issuer.text("name", most=200),
        issuer_country=issuer.string("country", most=2) or "FI",
        signatory_name=signatory.string("name", required=True, most=120),
        signatory_title=signatory.text("title", most=200),
    )
