"""What a course file becomes, and what is refused."""

import copy
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Revision

from courses.exceptions import ImportFaults
from courses.models import (
    Course,
    CoursePage,
    DescriptionTemplate,
    Exercise,
    ExercisePage,
)
from courses.services.package import import_course
from courses.titles import exercise_titles, exercise_urls
from tests.courses.factories import (
    DATA,
    load,
)

SHORT = DATA / "short_course.yaml"
pytestmark = pytest.mark.django_db


@pytest.fixture
def course(short_course, db):
    """The short course as it stands after a first import."""
    return Course.objects.get()


@pytest.fixture
def data(course):
    return load(SHORT)


def faults(data) -> dict[str, str]:
    with pytest.raises(ImportFaults) as caught:
        import_course(data)
    return dict(caught.value.faults)


def exercise(data, key):
    return next(e for m in data["modules"] for e in m["exercises"] if e["id"] == key)


def test_titles_and_addresses_fall_back_to_another_language(course):
    first = course.exercises.get(key="m1e1")
    ExercisePage.objects.get(exercise=first, locale__language_code="en").delete()
    assert exercise_titles(course, "en")[first.pk] == "Ongelma yhdessä kappaleessa"
    assert exercise_urls(course, "en")[first.pk].startswith("/kurssit/")
    assert exercise_titles(course, "sv")[first.pk] == "Problemet i ett stycke"


# ---- again ----
def test_the_same_file_again_changes_nothing(data):
    before = Page.objects.count(), Revision.objects.count(), Exercise.objects.count()
    course = import_course(data)
    after = Page.objects.count(), Revision.objects.count(), Exercise.objects.count()
    assert after == before
    assert course.certificate_template.versions.count() == 1


def test_a_changed_text_becomes_a_new_revision_of_its_page_alone(data):
    before = Revision.objects.count()
    exercise(data, "m1e1")["prompt"]["fi"] = "Kerro ongelmasta."
    import_course(data)
    page = ExercisePage.objects.get(exercise__key="m1e1", locale__language_code="fi")
    assert page.prompt == "Kerro ongelmasta."
    assert Revision.objects.count() == before + 1


def test_an_import_never_publishes_a_page_that_was_taken_down(data):
    page = ExercisePage.objects.get(exercise__key="m1e1", locale__language_code="fi")
    page.unpublish()
    exercise(data, "m1e1")["prompt"]["fi"] = "Kerro ongelmasta."
    import_course(data)
    page.refresh_from_db()
    assert not page.live


def test_the_heading_above_a_table_is_kept_in_every_language(data):
    course = import_course(data)
    assert course.exercises.get(key="m1e2").lead_label.data == {
        "fi": "Vastuuorganisaatio",
        "sv": "Ansvarig organisation",
        "en": "Lead organisation",
    }


def test_a_new_exercise_is_added_beside_the_old_ones(data):
    extra = copy.deepcopy(exercise(data, "m1e1")) | {"id": "m1e9", "feeds": []}
    data["modules"][0]["exercises"].append(extra)
    course = import_course(data)
    assert course.exercises.count() == 7


def test_the_structure_may_change_until_learners_have_worked_on_it(data):
    exercise(data, "m1e1")["min_words"] = 6
    course = import_course(data)
    assert course.exercises.get(key="m1e1").parts.get().min_words == 6


def test_the_structure_of_an_exercise_with_answers_is_kept(cast):
    cast.open("m1e1")
    data = load(SHORT)
    exercise(data, "m1e1")["min_words"] = 6
    exercise(data, "m1e2")["min_rows"] = 2
    assert list(faults(data)) == ["modules[0].exercises[0]"]
    assert Exercise.objects.get(key="m1e2").min_rows == 1


def test_a_label_may_be_corrected_under_answers(cast):
    cast.open("m1e2")
    data = load(SHORT)
    exercise(data, "m1e2")["columns"][0]["fi"] = "Kumppanin nimi"
    course = import_course(data)
    part = course.exercises.get(key="m1e2").parts.get(key="partner")
    assert part.label.localize("fi") == "Kumppanin nimi"


# ---- what is refused ----
BROKEN = [
    (
        lambda d: exercise(d, "m1e1")["criteria"].append("magic"),
        "modules[0].exercises[0].criteria[1]",
    ),
    (
        lambda d: exercise(d, "m1e1")["feeds"].append("nothing"),
        "modules[0].exercises[0].feeds[1]",
    ),
    (
        lambda d: exercise(d, "m1e1")["title"].pop("sv"),
        "modules[0].exercises[0].title.sv",
    ),
    (lambda d: exercise(d, "m1e2").update(id="m1e1"), "modules[0].exercises[1].id"),
    (lambda d: exercise(d, "m1e1").update(type="quiz"), "modules[0].exercises[0].type"),
    (
        lambda d: exercise(d, "m1e1").update(min_words=99),
        "modules[0].exercises[0].min_words",
    ),
    (
        lambda d: exercise(d, "m1e2").update(min_rows=0),
        "modules[0].exercises[1].min_rows",
    ),
    (
        lambda d: exercise(d, "m1e2").update(min_rows="two"),
        "modules[0].exercises[1].min_rows",
    ),
    (lambda d: exercise(d, "m1e2").pop("columns"), "modules[0].exercises[1].columns"),
    (
        lambda d: exercise(d, "m1e1").update(self_rating=False),
        "modules[0].exercises[0].self_rating",
    ),
    (
        lambda d: exercise(d, "m1e1").update(rated_by="peer"),
        "modules[0].exercises[0].rated_by",
    ),
    (
        lambda d: exercise(d, "m1e2")["lead"].update(lable="x"),
        "modules[0].exercises[1].lead.lable",
    ),
    (
        lambda d: exercise(d, "m1e1").update(min_rwos=2),
        "modules[0].exercises[0].min_rwos",
    ),
    (
        lambda d: exercise(d, "m2e2").update(feeds=["need"]),
        "modules[1].exercises[1].feeds",
    ),
    (
        lambda d: exercise(d, "m2e2")["marks"].update(count=9),
        "modules[1].exercises[1].marks.count",
    ),
    (lambda d: exercise(d, "m2e3").pop("reviews"), "modules[1].exercises[2].reviews"),
    (
        lambda d: exercise(d, "m2e4")["criteria"].remove("ethics"),
        "modules[1].exercises[3].criteria",
    ),
    (
        lambda d: d["description_fields"][0].update(id="not a key"),
        "description_fields[0].id",
    ),
    (lambda d: d["modules"][1].update(id="m1"), "modules[1].id"),
    (lambda d: d["modules"][0].update(hours=9), "delivery.hours_total"),
    (lambda d: d["modules"][0]["lessons"][0].pop("body"), "modules[0].lessons[0].body"),
    (lambda d: d["rubric"].update(version="9.9"), "rubric"),
    (
        lambda d: d["peer_review"].update(never_shown=["who"]),
        "peer_review.never_shown[0]",
    ),
    (lambda d: d["certificate"]["signatory"].pop("name"), "certificate.signatory.name"),
    (lambda d: d.update(schema="course/9"), "schema"),
    (lambda d: d.update(modules="none"), "modules"),
    (lambda d: d.update(title="Kurssi"), "title"),
]


@pytest.mark.parametrize(
    ("break_it", "path"), BROKEN, ids=[path for _f, path in BROKEN]
)
def test_a_fault_is_named_with_its_path(data, break_it, path):
    break_it(data)
    assert path in faults(data)


def test_every_fault_is_named_at_once_and_nothing_is_written(data):
    for break_it, _path in BROKEN[:4]:
        break_it(data)
    data["id"] = "toinen-kurssi"
    pages = Page.objects.count()
    assert len(faults(data)) >= 4
    assert Page.objects.count() == pages
    assert Course.objects.count() == 1
    assert DescriptionTemplate.objects.count() == 1


@pytest.mark.parametrize(
    "junk", [None, [], "text", 3, {"modules": [None, 3, {"exercises": [7]}]}]
)
def test_junk_is_refused_with_faults(data, junk):
    assert faults(junk)


def test_the_command_names_the_faults(data, tmp_path):
    path = tmp_path / "course.yaml"
    path.write_text("schema: course/1\n")
    with pytest.raises(CommandError, match="modules: "):
        call_command("import_course", str(path))


def test_the_command_refuses_a_key_that_is_given_twice(tmp_path):
    path = tmp_path / "course.yaml"
    path.write_text("schema: course/1\nid: one\nid: two\n")
    with pytest.raises(CommandError, match="Rivi 3"):
        call_command("import_course", str(path))


def test_the_command_says_what_it_read(data):
    out = StringIO()
    call_command("import_course", str(SHORT), stdout=out)
    assert "6 exercises" in out.getvalue()


# ---- copies ----
def test_a_copied_course_gets_rows_of_its_own(course):
    page = CoursePage.objects.get(course=course, locale__language_code="fi")
    new = page.copy(recursive=True, update_attrs={"slug": "toinen", "title": "Toinen"})
    new.refresh_from_db()
    assert new.course != course
    assert new.course.uuid == new.translation_key
    assert new.course.exercises.count() == course.exercises.count()
    copied = ExercisePage.objects.descendant_of(new).select_related("exercise")
    assert {row.exercise.course for row in copied} == {new.course}
    assert new.course.exercises.get(key="m1e2").parts.count() == 4
    assert course.exercises.count() == 6


def test_publishing_a_copy_does_not_bring_the_old_row_back(course):
    page = CoursePage.objects.get(course=course, locale__language_code="fi")
    new = page.copy(update_attrs={"slug": "toinen", "title": "Toinen"})
    new.refresh_from_db()
    new.get_latest_revision().publish()
    new.refresh_from_db()
    assert new.course.uuid == new.translation_key


def test_an_exercise_copied_within_its_course_gets_a_key_of_its_own(course):
    page = ExercisePage.objects.get(exercise__key="m1e1", locale__language_code="fi")
    new = page.copy(update_attrs={"slug": "toinen", "title": "Toinen"})
    new.refresh_from_db()
    assert (new.exercise.course, new.exercise.key) == (course, "m1e1-2")


def test_an_alias_and_a_translation_share_the_row(course):
    page = CoursePage.objects.get(course=course, locale__language_code="fi")
    alias = page.create_alias(update_slug="sama")
    assert alias.specific.course == course
    assert Course.objects.count() == 1
