"""Import of a whole course from a file, through the verbs that staff use."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.models import CertificateTemplate
from courses.exceptions import AuthoringRefused, ImportFaults
from courses.interchange.reading import read_course
from courses.interchange.shapes import CourseSpec, ExerciseSpec
from courses.models import Course, DescriptionTemplate, Exercise
from courses.services.authoring import (
    add_exercise,
    change_exercise,
    create_course,
    create_template,
    put,
    write_field,
)
from courses.services.certifying import template_for
from courses.services.package_pages import write_pages
from courses.services.structure import changed_structure
from rubric.models import RubricVersion

DEFAULT_COURSE = Path(__file__).parents[1] / "data" / "laadukas-innovaatiokuvaus.yaml"


def import_course(data: Any, *, by: Any = None, at: datetime | None = None) -> Course:
    """Make the course that `data` describes, or bring it up to date.

    Refuses ImportFaults with every fault and its path; then nothing is written. The
    same file again changes nothing; a changed text becomes a new revision of its page.
    What is not in the file is left alone: an import never deletes.
    """
    spec, faults = read_course(
        data, languages=site_languages(), criteria_of=_published_criteria
    )
    if not faults:
        faults = _refused_changes(spec)
    if faults:
        raise ImportFaults(list(dict.fromkeys(faults)))
    return _write(spec, by=by, at=at or timezone.now())


def site_languages() -> list[str]:
    """The default language comes first: its pages are the source of the others."""
    codes = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    return sorted(codes, key=lambda code: code != settings.LANGUAGE_CODE)


@transaction.atomic
def _write(spec: CourseSpec, *, by: Any, at: datetime) -> Course:
    template = _description_template(spec, by=by, at=at)
    certificate = _certificate_template(spec, by=by, at=at)
    course = _course(spec, template, certificate, by=by, at=at)
    exercises = _exercises(spec, course, by=by, at=at)
    write_pages(course=course, spec=spec, exercises=exercises, by=by)
    return course


def _rubric_version(slug: str, label: str) -> RubricVersion | None:
    return (
        RubricVersion.objects.for_slug(slug)
        .ever_published()
        .filter(label=label)
        .first()
    )


def _published_criteria(slug: str, label: str) -> Mapping[str, str] | None:
    version = _rubric_version(slug, label)
    if version is None:
        return None
    return dict(version.criteria.values_list("key", "rated_by"))


def _refused_changes(spec: CourseSpec) -> list[tuple[str, str]]:
    """What the file would change under people who are already learning."""
    course = Course.objects.filter(slug=spec.slug).first()
    if course is None:
        return []
    faults = []
    moved = course.rubric_version != _rubric_version(
        spec.rubric_slug, spec.rubric_label
    )
    if moved and Course.objects.in_use().filter(pk=course.pk).exists():
        message = _("The course has learners, so its rubric can't be changed.")
        faults.append(("rubric", message))
    rows = Exercise.objects.filter(course=course).in_use().with_structure()
    in_use = {row.key: row for row in rows.select_related("course")}
    for path, exercise in _with_paths(spec):
        row = in_use.get(exercise.key)
        names = changed_structure(row, exercise) if row else []
        if names:
            message = _(
                "Learners have worked on this exercise; it can't change: %(names)s."
            )
            faults.append((path, message % {"names": ", ".join(names)}))
    return faults


def _with_paths(spec: CourseSpec) -> Iterable[tuple[str, ExerciseSpec]]:
    for m, module in enumerate(spec.modules):
        for e, exercise in enumerate(module.exercises):
            yield f"modules[{m}].exercises[{e}]", exercise


def _description_template(
    spec: CourseSpec, *, by: Any, at: datetime
) -> DescriptionTemplate:
    template = DescriptionTemplate.objects.filter(slug=spec.slug).first()
    if template is None:
        return create_template(
            slug=spec.slug, title=spec.title, fields=spec.fields, by=by, at=at
        )
    for order, field in enumerate(spec.fields):
        write_field(template=template, spec=field, sort_order=order)
    return template


def _certificate_template(
    spec: CourseSpec, *, by: Any, at: datetime
) -> CertificateTemplate | None:
    if spec.certificate is None:
        return None
    name = next(iter(spec.title.values()))
    return template_for(slug=spec.slug, name=name, spec=spec.certificate, by=by, at=at)


COURSE_NUMBERS = (
    "weeks",
    "team_max",
    "peer_reviews_required",
    "coach_answer_days",
    "feedback_rounds",
)


def _course(
    spec: CourseSpec,
    template: DescriptionTemplate,
    certificate: CertificateTemplate | None,
    *,
    by: Any,
    at: datetime,
) -> Course:
    numbers = {name: getattr(spec, name) for name in COURSE_NUMBERS}
    version = _rubric_version(spec.rubric_slug, spec.rubric_label)
    if version is None:  # it was there when the file was read
        raise AuthoringRefused
    course = Course.objects.filter(slug=spec.slug).first()
    if course is None:
        return create_course(
            slug=spec.slug,
            rubric_version=version,
            description_template=template,
            certificate_template=certificate,
            hours=spec.hours,
            settings=numbers,
            by=by,
            at=at,
        )
    others: dict[str, Any] = {
        "rubric_version": version,
        "description_template": template,
    }
    if certificate:
        others["certificate_template"] = certificate
    put(course, {**others, **numbers, "hours": spec.hours})
    return course


def _exercises(
    spec: CourseSpec, course: Course, *, by: Any, at: datetime
) -> dict[str, Exercise]:
    found = Exercise.objects.filter(course=course).with_structure()
    rows = {row.key: row for row in found.select_related("course")}
    for order, exercise in enumerate(spec.exercises()):
        row = rows.get(exercise.key)
        if row:
            change_exercise(exercise=row, spec=exercise, sort_order=order, by=by, at=at)
        else:
            rows[exercise.key] = add_exercise(
                course=course, spec=exercise, sort_order=order, by=by, at=at
            )
    return rows
