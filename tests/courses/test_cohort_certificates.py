"""What staff see a cohort's certificates under, and the mail before the end of one."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from certificates.collection_names import names_of
from certificates.models import IssueBatch
from courses.models import Completion
from courses.services.awarding import collection_of
from courses.services.cohort_certificates import begin_cohort_issue, issue_cohort_batch
from courses.services.expiry_mail import send_expiry_mail
from tests.certificates.factories import ISSUED, UserFactory, issued

pytestmark = pytest.mark.django_db


def test_certificates_of_a_cohort_are_kept_under_course_and_cohort(cast):
    key = collection_of(cast.cohort)
    names = names_of([key, "cohort:nobody", ""])
    assert cast.cohort.name in names[key]
    assert names["cohort:nobody"] == "cohort:nobody"


@pytest.mark.parametrize(
    ("languages", "words"),
    [(["fi"], "Todistuksesi"), (["sv"], "Ditt intyg"), (["en"], "Your certificate")],
)
def test_holder_is_told_of_the_end_in_the_language_of_the_certificate(languages, words):
    certificate = issued(
        recipient=UserFactory(),
        languages=languages,
        valid_until=ISSUED + timedelta(days=365),
    )
    with translation.override("en"):
        assert send_expiry_mail(certificate=certificate, days=14) == 1
    message = mail.outbox[0]
    assert message.to == [certificate.recipient.email]
    assert words in message.subject
    assert certificate.printed_code in message.body
    assert "14" in message.body


def test_nobody_is_written_to_when_the_account_is_gone():
    certificate = issued(valid_until=ISSUED + timedelta(days=365))
    assert send_expiry_mail(certificate=certificate, days=14) == 0
    assert mail.outbox == []


@pytest.fixture
def staff(client, settings):
    settings.CMS_REQUIRES_MFA = False
    person = UserFactory(is_superuser=True, is_staff=True)
    UserProfile.objects.create(user=person, preferred_language="en")
    client.force_login(person)
    return client


def test_without_a_template_staff_are_told_what_to_do_first(staff, cast):
    type(cast.course).objects.update(certificate_template=None)
    address = reverse("valmentamo_courses_cms:issue", args=[cast.cohort.uuid])
    assert "no published certificate template" in staff.get(address).text
    staff.post(address)
    assert not IssueBatch.objects.exists()


def test_issue_is_closed_to_those_without_the_right(client, cast):
    client.force_login(cast.aino.user)
    address = reverse("valmentamo_courses_cms:issue", args=[cast.cohort.uuid])
    assert client.post(address).status_code == 302
    assert not IssueBatch.objects.exists()


def test_bar_does_not_wait_for_what_could_not_be_issued(cast):
    """The template was taken away between the button and the worker."""
    now = timezone.now()
    Completion.objects.create(enrolment=cast.aino, completed_at=now, basis={})
    batch = begin_cohort_issue(cohort=cast.cohort, by=None, at=now)
    assert batch.total == 1
    type(cast.course).objects.update(certificate_template=None)
    assert issue_cohort_batch(batch=batch, cohort=cast.cohort) == 0
    kept = IssueBatch.objects.with_progress().get(pk=batch.pk)
    assert kept.ready + kept.refused >= kept.total
