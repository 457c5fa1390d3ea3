"""Partners that get certificates by a task of the centre, told before enrolment."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.users.models import UserProfile

from accounts.services.groups import CENTRE, ensure_groups
from certificates.enums import Basis
from certificates.models import Certificate
from courses.enums import CohortKind, EnrolmentState
from courses.models import CoursePage, Enrolment, PartnerTask
from courses.services.enrolment import enrol
from courses.services.partners import partner_to_ask_for, tasks_of
from tests.courses.factories import (
    PartnerFactory,
    UserFactory,
    moment,
)
from tests.courses.test_completing import confirm, do_everything_but_details
from tests.courses.views.conftest import address, signed_in
from tests.courses.views.pages import text_of

PURPOSE = {
    "fi": "Rahoittaja laskee, moniko sai todistuksen.",
    "sv": "Finansiären räknar intygen.",
    "en": "The funder counts the certificates.",
}


@pytest.fixture
def funder():
    return PartnerFactory(name="Saaristosäätiö")


@pytest.fixture
def task(cast, funder):
    return PartnerTask.objects.create(
        cohort=cast.cohort, partner=funder, purpose=PURPOSE
    )


@pytest.fixture
def person(cast):
    return UserFactory(first_name="Veera")


@pytest.fixture
def visitor(person):
    return signed_in(person)


@pytest.fixture
def url(cast):
    return address("enrol", cast.cohort.uuid)


def shown_on(page):
    return {"understood": "on", "shown": page.context["form"].now_shown}


def told(person):
    rows = Enrolment.objects.get(user=person).told_tasks
    return [(row.partner.name, row.purpose) for row in rows.all()]


def completed(cast, enrolment):
    """The certificate of a person who has done everything."""
    enrolment = Enrolment.objects.with_course().get(pk=enrolment.pk)
    confirm(enrolment)
    return Certificate.objects.get(recipient=enrolment.user)


# ---- told before enrolment ----
def test_course_page_tells_of_it_before_anybody_enrols(client, cast, task):
    page = CoursePage.objects.get(course=cast.course, locale__language_code="sv")
    text = text_of(client.get(page.url))
    assert "Saaristosäätiö" in text
    assert PURPOSE["sv"] in text


def test_course_without_a_task_tells_of_no_partner(client, cast):
    page = CoursePage.objects.get(course=cast.course, locale__language_code="en")
    assert "will see and may download" not in text_of(client.get(page.url))


def test_who_enrols_reads_it_and_the_words_are_kept(visitor, person, url, task):
    page = visitor.get(url)
    assert "Saaristosäätiö will see and may download your certificate" in text_of(page)
    assert PURPOSE["en"] in text_of(page)
    visitor.post(url, shown_on(page))
    PartnerTask.objects.update(purpose={"en": "Something else."})
    assert told(person) == [("Saaristosäätiö", PURPOSE["en"])]


def test_page_that_was_opened_before_the_task_does_not_enrol(
    visitor, person, cast, url, funder
):
    opened = shown_on(visitor.get(url))
    PartnerTask.objects.create(cohort=cast.cohort, partner=funder, purpose=PURPOSE)
    answer = visitor.post(url, opened)
    assert answer.status_code == 422
    assert "has changed since you opened the page" in text_of(answer)
    assert not answer.context["form"]["understood"].value()
    assert not Enrolment.objects.filter(user=person).exists()
    visitor.post(url, shown_on(answer))
    assert told(person) == [("Saaristosäätiö", PURPOSE["en"])]


def test_page_that_showed_other_words_does_not_enrol(visitor, person, url, task):
    opened = shown_on(visitor.get(url))
    PartnerTask.objects.update(purpose=PURPOSE | {"en": "Something else."})
    assert visitor.post(url, opened).status_code == 422
    assert not Enrolment.objects.filter(user=person).exists()


def test_task_that_has_ended_is_not_told(visitor, person, url, task):
    PartnerTask.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    page = visitor.get(url)
    assert "Saaristosäätiö" not in text_of(page)
    visitor.post(url, shown_on(page))
    assert told(person) == []


def test_readers_get_no_certificate_and_are_told_of_none(cast, task):
    cast.cohort.kind = CohortKind.READING
    cast.cohort.save()
    assert tasks_of(cast.cohort) == []


def test_who_comes_back_has_been_told_what_stands_then(cast, task):
    person = UserFactory()
    first = enrol(user=person, cohort=cast.cohort, told=tasks_of(cast.cohort))
    Enrolment.objects.filter(pk=first.pk).update(state=EnrolmentState.LEFT)
    task.partner = PartnerFactory(name="Toinen säätiö")
    task.save()
    enrol(user=person, cohort=cast.cohort, told=tasks_of(cast.cohort))
    assert [name for name, _purpose in told(person)] == ["Toinen säätiö"]


# ---- granted at completion ----
@pytest.fixture
def telling(cast, task):
    """Aino has enrolled after it was told."""
    enrolment = cast.aino
    enrolment.told_tasks.create(
        partner=task.partner, purpose=PURPOSE["sv"], told_at=moment()
    )
    return enrolment


def test_certificate_of_who_was_told_is_shared_in_the_words_shown(cast, telling):
    do_everything_but_details(cast, telling)
    grant = completed(cast, telling).grants.get()
    assert (grant.partner.name, grant.basis) == ("Saaristosäätiö", Basis.PUBLIC_TASK)
    assert grant.purpose == PURPOSE["sv"]


def test_who_enrolled_before_it_was_told_shares_nothing(cast, task):
    do_everything_but_details(cast, cast.aino)
    assert not completed(cast, cast.aino).grants.exists()


def test_who_enrolled_before_is_asked_for_consent_and_who_was_told_is_not(
    cast, telling
):
    cast.cohort.partner = telling.told_tasks.get().partner
    cast.cohort.save(update_fields=["partner"])
    mikko = Enrolment.objects.with_course().get(pk=cast.mikko.pk)
    aino = Enrolment.objects.with_course().get(pk=telling.pk)
    assert partner_to_ask_for(mikko).name == "Saaristosäätiö"
    assert partner_to_ask_for(aino) is None
    page = signed_in(cast.aino.user).get(address("certificate_details", aino.uuid))
    assert b"partner_consent" not in page.content
    assert PURPOSE["sv"] in text_of(page)


def test_consent_to_another_partner_is_granted_beside_the_task(cast, telling):
    cast.cohort.partner = PartnerFactory(name="Rantaharjun kaupunki")
    cast.cohort.save(update_fields=["partner"])
    do_everything_but_details(cast, telling)
    fresh = Enrolment.objects.with_course().get(pk=telling.pk)
    confirm(fresh, partner_consent=True)
    grants = Certificate.objects.get(recipient=telling.user).grants
    assert set(grants.values_list("partner__name", "basis")) == {
        ("Saaristosäätiö", Basis.PUBLIC_TASK),
        ("Rantaharjun kaupunki", Basis.CONSENT),
    }


def test_task_that_ended_before_completion_gives_no_grant(cast, telling):
    PartnerTask.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    do_everything_but_details(cast, telling)
    assert not completed(cast, telling).grants.exists()


def test_partner_of_a_task_is_not_printed_on_the_certificate(cast, telling):
    do_everything_but_details(cast, telling)
    assert completed(cast, telling).facts_in("fi").partner == ""


# ---- the CMS ----
@pytest.fixture
def centre(client, cast, settings):
    settings.CMS_REQUIRES_MFA = False
    groups = {g.name: g for g in ensure_groups(pages=[Page.get_first_root_node()])}
    person = UserFactory()
    person.groups.add(groups[CENTRE])
    UserProfile.objects.create(user=person, preferred_language="en")
    client.force_login(person)
    return client


def written(cast, funder, **changes):
    texts = {f"purpose_{n}": text for n, text in enumerate(PURPOSE.values())}
    return texts | {"cohort": cast.cohort.pk, "partner": funder.pk} | changes


ADD = "valmentamo_courses_partner_task:add"


def test_centre_names_a_partner_and_the_purpose_in_every_language(centre, cast, funder):
    assert centre.get(reverse(ADD)).status_code == 200
    centre.post(reverse(ADD), written(cast, funder))
    assert PartnerTask.objects.get().purpose.data == PURPOSE
    index = reverse("valmentamo_courses_partner_task:index")
    assert "Saaristosäätiö" in centre.get(index).text


def test_purpose_is_asked_in_every_language(centre, cast, funder):
    centre.post(reverse(ADD), written(cast, funder, purpose_1=""))
    assert not PartnerTask.objects.exists()


def test_centre_ends_a_task(centre, cast, funder, task):
    edit = reverse("valmentamo_courses_partner_task:edit", args=[task.pk])
    centre.post(edit, written(cast, funder, ends_on="2020-01-31"))
    assert tasks_of(cast.cohort) == []
