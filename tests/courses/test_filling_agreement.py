"""The page on agreement fills from what a course does anyway."""

import pytest

pytest.importorskip("wagtail")

from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.users.models import UserProfile

from courses.models import CohortCoach
from courses.services.review import ask_second_reading
from tests.courses.factories import UserFactory, give_peer_feedback, moment
from tests.courses.test_second_readings import read_again


@pytest.fixture
def editor(client, settings, cast):
    settings.CMS_REQUIRES_MFA = False
    settings.VALMENTAMO_RUBRIC_LEAST_WORKS = 1
    person = UserFactory()
    names = ("access_admin", "change_rubricversion", "view_rubricversion")
    person.user_permissions.add(*Permission.objects.filter(codename__in=names))
    UserProfile.objects.create(user=person, preferred_language="en")
    client.force_login(person)
    return client


def shown(editor, compare):
    response = editor.get(
        reverse("valmentamo_rubric_agreement_choose"), {"compare": compare}
    )
    assert response.status_code == 200
    page = " ".join(response.content.decode().split())
    return response.context["report"].overall.figures, page


@pytest.mark.parametrize("compare", ["coaches", "coaches-peers", "authors-coaches"])
def test_a_course_fills_the_page_with_n_shown(editor, cast, compare):
    assert shown(editor, compare)[0].works == 0
    # A description that two peers and the coach read in the same words.
    cast.write("m2e4", cast.full_description(), cast.laila)
    cast.open_for_peers(cast.laila)
    for peer in (cast.aino, cast.mikko):
        give_peer_feedback(cast, peer)
    whole = cast.accept(cast.submit("m2e4", cast.full_description(), cast.laila))
    # An answer that its author has rated as well.
    cast.accept(cast.submit("m2e1"))
    # And a second reading.
    other = UserFactory()
    CohortCoach.objects.create(cohort=cast.cohort, user=other)
    ask_second_reading(version=whole.version, by=cast.coach, at=moment())
    read_again(whole.version, other, level=2)
    figures, page = shown(editor, compare)
    assert figures.works == 1
    assert not figures.too_few
    assert figures.pairs == {"coaches": 10, "coaches-peers": 2}.get(compare, 1)
    assert f">{figures.works}<" in page.replace(" ", "")
