"""Markup that people write is shown as they wrote it, on every page, and never runs."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certificates.enums import Basis, State
from certificates.services.sharing import GrantTerms, grant_to_partner
from courses.enums import DecisionOutcome
from courses.models import Enrolment
from courses.services.enrolment import update_team
from courses.services.review import RatingInput, decide, open_review, save_ratings
from courses.services.submission import submit
from courses.services.writing import add_attachment
from tests.certificates.factories import MembershipFactory, issued
from tests.courses.factories import UserFactory, moment
from tests.courses.views.conftest import signed_in

MARKUP = "<svg/onload=a()>"
TEXT = f"{MARKUP}\"'><b x={{{{12345679*9}}}}{{% debug %}}{{0.__class__}}"
RAW = ("<svg/onload", "<b x=", "<class 'int'>")


def url(name, *args):
    return reverse(f"valmentamo_courses:{name}", args=args)


def long(text: str) -> str:
    return " ".join([text] * 8)


@pytest.fixture
def marked(cast):
    """Everything that a person may type holds markup; one answer was returned."""
    for enrolment in (cast.aino, cast.mikko, cast.laila):
        user = enrolment.user
        user.first_name, user.last_name = TEXT[:60], TEXT
        user.save()
        Enrolment.objects.filter(pk=enrolment.pk).update(printed_name=TEXT)
    cast.coach.first_name = TEXT[:60]
    cast.coach.save()
    for team, by in ((cast.team, cast.aino), (cast.other_team, cast.laila)):
        update_team(team=team, by=by.user, name=TEXT, organisation=TEXT)
    exercise = cast.exercise("m1e1")
    exercise.allows_attachments = True
    exercise.save(update_fields=["allows_attachments"])
    cast.write("m2e4", dict.fromkeys(cast.full_description(), TEXT))
    cast.write("m2e4", dict.fromkeys(cast.full_description(), TEXT), cast.laila)
    cast.open_for_peers(cast.laila)
    answer(cast)
    return cast


def answer(cast):
    work = cast.open("m1e1")
    file = SimpleUploadedFile(f"{MARKUP}.pdf", b"%PDF-1.7 ")
    add_attachment(submission=work, file=file, by=cast.aino.user)
    cast.write("m1e1", {"answer": long(TEXT)})
    cast.rate_self(work, text=TEXT)
    cast.version = submit(
        submission=work,
        enrolment=cast.aino,
        submit_key=uuid4(),
        by=cast.aino.user,
        at=moment(),
    )
    review = open_review(version=cast.version, coach=cast.coach)
    keys = [row.criterion.key for row in review.assessment.asked.all()]
    given = {key: RatingInput(level=1, comments={"": TEXT}) for key in keys}
    save_ratings(review=review, ratings=given, by=cast.coach)
    decide(
        review=review,
        outcome=DecisionOutcome.RETURNED,
        missing=TEXT,
        by=cast.coach,
    )


def shown(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    page = response.content.decode()
    assert [raw for raw in RAW if raw in page] == [], address
    assert "111111111" not in page, address
    return page


def test_the_team_sees_its_own_markup_as_text(marked):
    client = signed_in(marked.aino.user)
    pages = [
        url("my_path"),
        url("team", marked.aino.uuid),
        url("certificate_details", marked.aino.uuid),
        url("feedback", marked.version.uuid),
        url("description", marked.team.uuid),
        url("profile", marked.team.uuid),
        reverse("accounts:profile"),
        *(marked.page(key).get_url() for key in ("m1e1", "m1e2", "m2e1", "m2e4")),
    ]
    seen = [shown(client, page) for page in pages]
    assert sum("&lt;svg/onload=a()&gt;" in page for page in seen) >= 8


def test_the_coach_sees_the_markup_of_learners_as_text(marked):
    client = signed_in(marked.coach)
    for page in (
        url("desk"),
        url("review", marked.version.uuid),
        url("report", marked.cohort.uuid),
        url("profile", marked.team.uuid),
    ):
        assert "&lt;svg/onload=a()&gt;" in shown(client, page)


def test_a_peer_sees_the_markup_of_authors_as_text(marked):
    review = marked.peer_review(marked.aino)
    page = shown(signed_in(marked.aino.user), url("peer_review", review.uuid))
    assert "&lt;svg/onload=a()&gt;" in page


def test_staff_see_the_markup_of_learners_as_text(marked, settings):
    settings.CMS_REQUIRES_MFA = False
    client = signed_in(UserFactory(is_superuser=True, last_name=TEXT))
    for page in (
        "/admin/",
        "/admin/users/",
        "/admin/courses/team/",
        "/admin/courses/enrolment/",
        "/admin/reports/site-history/",
        f"/admin/users/edit/{marked.aino.user.pk}/",
    ):
        shown(client, page)


def test_holders_partners_and_the_public_see_the_markup_of_names_as_text(marked):
    member = MembershipFactory(user=UserFactory())
    certificate = issued(recipient=marked.aino.user, name=TEXT)
    certificate.state = State.READY
    certificate.save(update_fields=["state"])
    terms = GrantTerms(partner=member.partner, basis=Basis.CONSENT, purpose=TEXT)
    grant_to_partner(certificate=certificate, terms=terms)
    name = "valmentamo_certificates"
    shown(signed_in(marked.aino.user), reverse(f"{name}:mine"))
    partner = reverse(f"{name}:partner_list", args=[member.partner.slug])
    assert "&lt;svg/onload=a()&gt;" in shown(signed_in(member.user), partner)
    shown(signed_in(member.user), reverse(f"{name}:verify", args=[certificate.code]))
