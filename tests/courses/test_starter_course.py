"""What the course that comes with the app becomes: rows, and pages in each language."""

import pytest

from courses.enums import ExerciseType, PartKind, Unit
from courses.models import Course, CoursePage, ExercisePage, LessonPage, ModulePage
from courses.services.package import DEFAULT_COURSE, import_course
from tests.courses.factories import load, make_full_course
from tests.courses.staging import staged

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def imported(django_db_setup, django_db_blocker):
    """Both courses, imported once for all tests here."""
    with django_db_blocker.unblock(), staged():
        make_full_course()
        with django_db_blocker.block():
            yield


@pytest.fixture
def full(imported, db):
    return Course.objects.get(slug="laadukas-innovaatiokuvaus")


@pytest.fixture
def short(imported, db):
    return Course.objects.get(slug="lyhyt-kurssi")


def test_the_course_of_the_file_has_every_module_lesson_and_exercise_in_each_language(
    full,
):
    for language in ("fi", "sv", "en"):
        page = CoursePage.objects.get(course=full, locale__language_code=language)
        assert ModulePage.objects.live().child_of(page).count() == 6
        assert LessonPage.objects.live().descendant_of(page).count() == 18
        assert ExercisePage.objects.live().descendant_of(page).count() == 17


def test_pages_in_other_languages_are_translations_that_share_the_row(full):
    keys = CoursePage.objects.filter(course=full).values_list(
        "translation_key", flat=True
    )
    assert set(keys) == {full.uuid}
    for row in full.exercises.all():
        pages = ExercisePage.objects.filter(exercise=row)
        assert {page.translation_key for page in pages} == {row.uuid}
        assert pages.count() == 3


def test_the_course_says_how_much_work_it_is(full):
    assert (full.hours, full.weeks, full.team_max) == (27, 10, 4)
    page = CoursePage.objects.get(course=full, locale__language_code="fi")
    assert sum(module.hours for module in ModulePage.objects.child_of(page)) == 27


def test_the_description_has_its_fields_and_hides_the_developers_from_peers(full):
    fields = full.description_template.fields.all()
    assert len(fields) == 13
    assert [field.key for field in fields if not field.shown_to_peers] == ["developers"]


def test_each_type_gets_the_parts_that_its_answer_has(short):
    course = short
    kinds = {
        row.type: [(part.key, part.kind) for part in row.parts.all()]
        for row in course.exercises.all()
    }
    assert kinds == {
        ExerciseType.LONG_TEXT: [("answer", PartKind.TEXT)],
        ExerciseType.TABLE: [
            ("organisation", PartKind.LEAD),
            ("partner", PartKind.COLUMN),
            ("role", PartKind.COLUMN),
            ("closing", PartKind.CLOSING),
        ],
        ExerciseType.FORM: [("name", PartKind.FIELD), ("summary", PartKind.FIELD)],
        ExerciseType.SELF_ASSESSMENT: [("marks", PartKind.MARKS)],
        ExerciseType.PEER_REVIEW: [],
        ExerciseType.PORTFOLIO: [("closing", PartKind.CLOSING)],
    }


def test_a_form_field_takes_its_limit_from_the_description_field_it_fills(short):
    course = short
    parts = course.exercises.get(type=ExerciseType.FORM).parts.all()
    assert {part.key: part.max_chars for part in parts} == {"name": 80, "summary": 500}


def test_personal_work_and_peer_feedback_belong_to_the_person(full):
    own = full.exercises.filter(unit=Unit.PERSON).values_list("key", flat=True)
    assert set(own) == {"m1e0", "m6e3"}


def test_the_stage_from_which_an_exercise_is_required_is_kept(full):
    results = full.exercises.get(key="m4e2")
    assert not results.required_at("pilot")
    assert results.required_at("use")


def test_focus_tip_and_certificate_texts_land_on_the_pages(full):
    page = ExercisePage.objects.get(
        exercise__course=full, exercise__key="m4e1", locale__language_code="sv"
    )
    assert page.focus.startswith("Med en plan")
    assert page.tip
    course_page = CoursePage.objects.get(course=full, locale__language_code="en")
    assert next(str(block.value) for block in course_page.outcomes).startswith(
        "Supports"
    )
    assert course_page.participation_form == "Guided online training in a team"
    assert course_page.completion_text.startswith("You receive a certificate")


def test_the_certificate_template_is_published(full):
    version = full.certificate_template.versions.published().get()
    assert version.body.localize("en").startswith("{name} has successfully")


def test_the_same_file_again_changes_nothing(full):
    before = snapshot()
    import_course(load(DEFAULT_COURSE))
    assert snapshot() == before


def test_importing_again_asks_few_questions(full, django_assert_max_num_queries):
    with django_assert_max_num_queries(400):
        import_course(load(DEFAULT_COURSE))


def snapshot():
    pages = ExercisePage.objects.order_by("pk").values_list("pk", "latest_revision")
    courses = CoursePage.objects.order_by("pk").values_list("pk", "latest_revision")
    return list(pages), list(courses), LessonPage.objects.count()
