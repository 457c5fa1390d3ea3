"""The screens of Wagtail's admin for courses, and what they keep from being lost."""

from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import Page
from wagtail.users.models import UserProfile

from accounts.services.groups import AUTHORS, CENTRE, ensure_groups
from courses.enums import CohortKind
from courses.models import (
    Cohort,
    CohortCoach,
    Course,
    CourseIndexPage,
    CoursePage,
    DescriptionTemplate,
    Enrolment,
    Exercise,
    ExercisePage,
    ModulePage,
    Team,
)
from tests.courses.factories import UserFactory


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.CMS_REQUIRES_MFA = False


@pytest.fixture
def staff(cast):
    groups = {g.name: g for g in ensure_groups(pages=[Page.get_first_root_node()])}
    people = {}
    for name in (AUTHORS, CENTRE):
        people[name] = UserFactory()
        people[name].groups.add(groups[name])
        UserProfile.objects.create(user=people[name], preferred_language="en")
    return people


@pytest.fixture
def author(staff, client):
    client.force_login(staff[AUTHORS])
    return client


@pytest.fixture
def centre(staff, client):
    client.force_login(staff[CENTRE])
    return client


def url(model, view, *args):
    return reverse(f"valmentamo_courses_{model}:{view}", args=args)


def told(response):
    return unescape(" ".join(str(m) for m in get_messages(response.wsgi_request)))


def page(model, language="fi"):
    return model.objects.filter(locale__language_code=language).order_by("path").first()


SCREENS = [
    ("course", "index", None),
    ("course", "add", None),
    ("course", "edit", Course),
    ("exercise", "index", None),
    ("exercise", "add", None),
    ("exercise", "edit", Exercise),
    ("exercise", "inspect", Exercise),
    ("template", "index", None),
    ("template", "add", None),
    ("template", "edit", DescriptionTemplate),
]
FOR_THE_CENTRE = [
    ("cohort", "index", None),
    ("cohort", "add", None),
    ("cohort", "edit", Cohort),
    ("coach", "index", None),
    ("coach", "add", None),
    ("coach", "edit", CohortCoach),
    ("enrolment", "index", None),
    ("team", "index", None),
]
EVERY = [*SCREENS, *FOR_THE_CENTRE]
IDS = [f"{model}-{view}" for model, view, _row in EVERY]


def address(model, view, rows):
    return url(model, view, rows.objects.first().pk) if rows else url(model, view)


@pytest.mark.parametrize(("model", "view", "rows"), EVERY, ids=IDS)
def test_the_centre_opens_every_screen(centre, model, view, rows):
    assert centre.get(address(model, view, rows)).status_code == 200


@pytest.mark.parametrize(("model", "view", "rows"), EVERY, ids=IDS)
def test_an_author_opens_what_is_for_authors_only(author, model, view, rows):
    answer = author.get(address(model, view, rows)).status_code
    assert answer == (200 if (model, view, rows) in SCREENS else 302)


@pytest.mark.parametrize(("model", "view", "rows"), EVERY, ids=IDS)
def test_a_learner_opens_no_screen(cast, client, model, view, rows):
    client.force_login(cast.aino.user)
    assert client.get(address(model, view, rows)).status_code in (302, 403)


@pytest.mark.parametrize(
    ("model", "view", "rows"),
    [("enrolment", "edit", Enrolment), ("team", "edit", Team)],
)
def test_rows_of_people_are_not_edited_in_the_cms(centre, model, view, rows):
    assert centre.get(address(model, view, rows)).status_code == 302


def test_a_coach_without_a_group_has_no_cms(cast, client):
    client.force_login(cast.coach)
    assert client.get(url("enrolment", "index")).status_code in (302, 403)


# ---- making ----
def test_an_author_begins_a_course_with_a_draft_of_its_page(author, cast):
    response = author.post(
        url("course", "add"),
        {
            "title": "Toinen kurssi",
            "summary": "Lyhyesti.",
            "slug": "toinen-kurssi",
            "rubric_version": cast.course.rubric_version_id,
            "description_template": cast.course.description_template_id,
            "hours": 5,
            "team_max": 4,
            "peer_reviews_required": 2,
            "coach_answer_days": 7,
            "feedback_rounds": 2,
        },
    )
    assert response.status_code == 302
    course = Course.objects.get(slug="toinen-kurssi")
    made = CoursePage.objects.get(course=course)
    assert (made.title, made.live) == ("Toinen kurssi", False)
    assert made.translation_key == course.uuid


def test_an_identifier_that_is_taken_is_told_at_the_field(author, cast):
    response = author.post(url("course", "add"), {"slug": cast.course.slug})
    assert response.status_code == 200
    assert "slug" in response.context["form"].errors


def test_an_author_begins_an_exercise_with_a_draft_of_its_page(author, cast):
    module = page(ModulePage)
    data = {
        "module": module.pk,
        "title": "Uusi harjoitus",
        "prompt": "Kirjoita.",
        "key": "m1e9",
        "type": "long_text",
        "minutes": 5,
    }
    response = author.post(url("exercise", "add"), data)
    exercise = cast.course.exercises.get(key="m1e9")
    assert response.url == url("exercise", "edit", exercise.pk)
    made = ExercisePage.objects.child_of(module).get(exercise=exercise)
    assert (made.live, made.translation_key) == (False, exercise.uuid)
    again = author.post(url("exercise", "add"), data)
    assert "key" in again.context["form"].errors


@pytest.mark.parametrize(
    ("model", "parent", "screen"),
    [
        ("coursepage", CourseIndexPage, "course"),
        ("exercisepage", ModulePage, "exercise"),
    ],
)
def test_a_page_that_stands_on_a_row_is_begun_with_its_row(
    author, model, parent, screen
):
    address = reverse(
        "wagtailadmin_pages:add", args=["valmentamo_courses", model, page(parent).pk]
    )
    assert author.get(address).url.startswith(url(screen, "add"))


def formset(prefix, rows, **fields):
    data = {
        f"{prefix}-TOTAL_FORMS": len(rows),
        f"{prefix}-INITIAL_FORMS": len(rows),
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000,
    }
    for number, row in enumerate(rows):
        data[f"{prefix}-{number}-id"] = row.pk
        data[f"{prefix}-{number}-ORDER"] = number + 1
        for name, read in fields.items():
            data[f"{prefix}-{number}-{name}"] = read(row)
    return data


def exercise_data(exercise, **changes):
    data = {
        "key": exercise.key,
        "type": exercise.type,
        "unit": exercise.unit,
        "rated_by": exercise.rated_by,
        "self_rating": exercise.self_rating,
        "occasion": exercise.occasion,
        "required": "on",
        "required_from_stage": "",
        "minutes": exercise.minutes,
        "sort_order": exercise.sort_order,
        "min_rows": exercise.min_rows,
        "reviews": exercise.reviews,
        "calibration_samples": exercise.calibration_samples,
        **formset(
            "parts",
            exercise.parts.all(),
            key=lambda p: p.key,
            kind=lambda p: p.kind,
            sort_order=lambda p: p.sort_order,
            required=lambda p: "on",
            min_words=lambda p: p.min_words or "",
            max_words=lambda p: p.max_words or "",
            max_chars=lambda p: p.max_chars or "",
            count=lambda p: p.count,
        ),
        **formset(
            "exercise_criteria",
            exercise.exercise_criteria.all(),
            criterion=lambda c: c.criterion_id,
            sort_order=lambda c: c.sort_order,
        ),
        **formset(
            "feeds",
            exercise.feeds.all(),
            field=lambda f: f.field_id,
            sort_order=lambda f: f.sort_order,
        ),
    }
    return data | changes


def test_an_author_changes_the_limits_of_an_exercise(author, cast):
    exercise = cast.exercise("m1e1")
    data = exercise_data(exercise, **{"parts-0-min_words": 7})
    assert author.post(url("exercise", "edit", exercise.pk), data).status_code == 302
    assert exercise.parts.get().min_words == 7


def test_limits_the_wrong_way_round_are_refused(author, cast):
    exercise = cast.exercise("m1e1")
    data = exercise_data(exercise, **{"parts-0-min_words": 99})
    response = author.post(url("exercise", "edit", exercise.pk), data)
    assert response.status_code == 200
    assert exercise.parts.get().min_words == 5


def test_only_criteria_of_the_courses_rubric_can_be_chosen(author, cast):
    exercise = cast.exercise("m1e1")
    response = author.get(url("exercise", "edit", exercise.pk))
    form = response.context["form"].formsets["exercise_criteria"].empty_form
    offered = {c.version_id for c in form.fields["criterion"].queryset}
    assert offered == {cast.course.rubric_version_id}


def test_an_exercise_that_learners_have_worked_on_is_shown_and_not_changed(
    author, cast
):
    cast.open("m1e1")
    exercise = cast.exercise("m1e1")
    address = url("exercise", "edit", exercise.pk)
    assert author.get(address).url == url("exercise", "inspect", exercise.pk)
    data = exercise_data(exercise, **{"parts-0-min_words": 7})
    assert author.post(address, data).url == url("exercise", "inspect", exercise.pk)
    assert exercise.parts.get().min_words == 5


def test_the_rubric_of_a_course_with_learners_is_fixed(author, cast):
    form = author.get(url("course", "edit", cast.course.pk)).context["form"]
    assert form.fields["rubric_version"].disabled


def test_the_centre_names_a_coach_with_languages(centre, cast):
    coach = UserFactory()
    data = {"cohort": cast.cohort.pk, "user": coach.pk, "languages": ["fi", "sv"]}
    assert centre.post(url("coach", "add"), data).status_code == 302
    assert CohortCoach.objects.get(user=coach).languages == ["fi", "sv"]


def test_a_cohort_that_ends_before_it_starts_is_refused(centre, cast):
    data = {
        "course": cast.course.pk,
        "name": "Nurin",
        "kind": CohortKind.DATED,
        "starts_on": "2027-02-01",
        "ends_on": "2027-01-01",
    }
    assert centre.post(url("cohort", "add"), data).status_code == 200
    assert not Cohort.objects.filter(name="Nurin").exists()


def test_choices_begin_with_a_word_in_the_language_of_the_person(centre, staff):
    UserProfile.objects.filter(user=staff[CENTRE]).update(preferred_language="fi")
    page = centre.get(url("cohort", "add")).content.decode()
    assert "Select an option" not in page
    assert '<option value="" selected>Valitse</option>' in page
