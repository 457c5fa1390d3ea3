"""Pages of a course in the CMS: what opens, what is kept from being lost."""

from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Page
from wagtail.users.models import UserProfile

from accounts.services.groups import AUTHORS, CENTRE, ensure_groups
from courses.cms.widgets import LanguagesInput
from courses.models import (
    Cohort,
    Course,
    CourseIndexPage,
    CoursePage,
    Exercise,
    ExercisePage,
    LessonPage,
    ModulePage,
)
from courses.services.copying import give_own_rows
from rubric.services.beginning import begin_rubric
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


@pytest.mark.parametrize(
    "model", [CourseIndexPage, CoursePage, ModulePage, LessonPage, ExercisePage]
)
@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_editor_opens_each_kind_of_page(author, model, language):
    address = reverse("wagtailadmin_pages:edit", args=[page(model, language).pk])
    assert author.get(address).status_code == 200


def test_the_editor_of_an_exercise_shows_what_is_asked(author, cast):
    address = reverse("wagtailadmin_pages:edit", args=[cast.page("m1e2", "sv").pk])
    shown = author.get(address).content.decode()
    assert "<li>partner:" in shown
    assert url("exercise", "edit", cast.exercise("m1e2").pk) in shown


@pytest.mark.parametrize(
    "model", [CourseIndexPage, CoursePage, ModulePage, ExercisePage]
)
def test_pages_that_learners_rely_on_are_not_deleted(centre, cast, model):
    cast.open("m1e1")
    target = page(model)
    address = reverse("wagtailadmin_pages:delete", args=[target.pk])
    for response in (centre.get(address), centre.post(address)):
        assert response.status_code == 302
        assert "can't be deleted" in told(response)
    assert Page.objects.filter(pk=target.pk).exists()


@pytest.mark.parametrize("model", [CoursePage, ModulePage, ExercisePage])
def test_nor_are_they_in_a_bulk_action(centre, cast, model):
    cast.open("m1e1")
    target = page(model)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    response = centre.post(f"{address}?id={target.pk}")
    assert response.status_code == 302
    assert "can't be deleted" in told(response)
    assert Page.objects.filter(pk=target.pk).exists()


def test_a_page_that_nobody_relies_on_can_be_deleted(centre, cast):
    target = page(LessonPage)
    response = centre.post(reverse("wagtailadmin_pages:delete", args=[target.pk]))
    assert response.status_code == 302
    assert not Page.objects.filter(pk=target.pk).exists()


@pytest.mark.parametrize(
    ("model", "row"), [("course", Course), ("exercise", Exercise), ("cohort", Cohort)]
)
def test_rows_with_something_on_them_are_not_deleted(admin_client, cast, model, row):
    target = row.objects.first()
    address = url(model, "delete", target.pk)
    assert admin_client.get(address).status_code == 302
    assert admin_client.post(address).status_code == 302
    assert row.objects.filter(pk=target.pk).exists()


def test_unpublishing_tells_how_many_it_shuts_out(centre, cast):
    address = reverse("wagtailadmin_pages:unpublish", args=[page(CoursePage).pk])
    response = centre.post(address)
    assert response.status_code == 302
    assert "3 people are on the course" in told(response)


def test_an_exercise_stays_in_its_course(centre, cast):
    other = page(CoursePage).copy(
        recursive=True, update_attrs={"slug": "toinen", "title": "Toinen"}
    )
    module = ModulePage.objects.child_of(other).first()
    target = page(ExercisePage)
    target.slug = "muuttuva"
    target.save()
    address = reverse("wagtailadmin_pages:move_confirm", args=[target.pk, module.pk])
    response = centre.post(address)
    assert response.status_code == 302
    assert "can't be moved" in told(response)
    target.refresh_from_db()
    assert target.is_descendant_of(page(CoursePage))


def test_a_copy_made_in_the_cms_gets_rows_of_its_own(centre, cast):
    source = page(CoursePage)
    response = centre.post(
        reverse("wagtailadmin_pages:copy", args=[source.pk]),
        {
            "new_title": "Toinen",
            "new_slug": "toinen",
            "new_parent_page": source.get_parent().pk,
            "copy_subpages": "on",
        },
    )
    assert response.status_code == 302
    copied = CoursePage.objects.get(slug="toinen")
    assert copied.course != cast.course
    assert copied.course.exercises.count() == 6


def test_an_exercise_copied_to_another_rubric_says_what_it_lost(centre, cast):
    other = page(CoursePage).copy(
        recursive=True, update_attrs={"slug": "toinen", "title": "Toinen"}
    )
    other.refresh_from_db()
    empty = begin_rubric(slug="tyhja", title={"fi": "T"}, languages=["fi"], levels=4)
    Course.objects.filter(pk=other.course_id).update(rubric_version=empty)
    source = cast.page("m1e1", "fi")
    response = centre.post(
        reverse("wagtailadmin_pages:copy", args=[source.pk]),
        {
            "new_title": "Kopio",
            "new_slug": "kopio",
            "new_parent_page": ModulePage.objects.child_of(other).first().pk,
        },
    )
    assert response.status_code == 302
    copied = ExercisePage.objects.get(slug="kopio").exercise
    assert copied.course_id == other.course_id
    assert not copied.exercise_criteria.exists()
    lost = cast.exercise("m1e1").exercise_criteria.get().criterion
    assert "“Kopio” was copied without these" in told(response)
    assert lost.name.localize("en") in told(response)


def test_a_copy_that_lost_nothing_says_nothing(cast):
    copied = page(CoursePage).copy(
        recursive=True, update_attrs={"slug": "toinen", "title": "Toinen"}
    )
    assert give_own_rows(page=copied) == []


def test_each_language_has_a_label_of_its_own():
    from i18nfield.forms import I18nFormField

    html = I18nFormField(widget=LanguagesInput).widget.render(
        "label", None, {"id": "id_label"}
    )
    assert '<label for="id_label_1" lang="sv">svenska</label>' in html


def test_module_offers_a_new_lesson_and_a_new_exercise(author):
    module = page(ModulePage)
    address = reverse("wagtailadmin_pages:add_subpage", args=[module.pk])
    offered = author.get(address).content.decode()
    begin = reverse(
        "wagtailadmin_pages:add",
        args=["valmentamo_courses", "exercisepage", module.pk],
    )
    lesson = begin.replace("exercisepage", "lessonpage")
    assert begin in offered
    assert lesson in offered
    form = author.get(begin, follow=True)
    assert f'<option value="{module.pk}" selected>' in form.content.decode()


@pytest.mark.parametrize("name", ["title", "participation_form", "quality_assurance"])
def test_text_that_the_certificate_can_not_print_is_refused(cast, name):
    course = page(CoursePage)
    setattr(course, name, "Valmennus 🚀")
    with pytest.raises(ValidationError) as refusal:
        course.full_clean()
    assert "🚀" in str(refusal.value.message_dict[name])


def test_outcome_that_the_certificate_can_not_print_is_refused(cast):
    course = page(CoursePage)
    course.outcomes.append(("outcome", "Kuvaa 🚀"))
    with pytest.raises(ValidationError) as refusal:
        course.full_clean()
    assert list(refusal.value.message_dict) == ["outcomes"]
