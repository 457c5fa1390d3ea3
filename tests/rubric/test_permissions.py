"""Who may do what."""

import pytest
from django.contrib.auth.models import AnonymousUser, Permission

from rubric.exceptions import NotTheAssessor
from rubric.models import Assessment
from rubric.permissions import (
    can_correct,
    can_edit_rubrics,
    can_edit_version,
    can_publish_rubrics,
    can_rate,
)
from rubric.services.assessing import rate
from tests.rubric.factories import PersonFactory, make_assessment, make_draft

ASKED = [
    (can_edit_rubrics, "change_rubricversion"),
    (can_publish_rubrics, "publish_rubricversion"),
]


@pytest.mark.parametrize(("question", "codename"), ASKED)
def test_permission_opens_the_door(db, question, codename):
    person = PersonFactory()
    assert not question(person)
    person.user_permissions.add(Permission.objects.get(codename=codename))
    assert question(type(person).objects.get(pk=person.pk))


def test_published_version_is_edited_by_nobody(db, version):
    admin = PersonFactory(is_superuser=True)
    assert not can_edit_version(admin, version)
    assert can_edit_version(admin, make_draft())


def test_only_the_assessor_rates_and_corrects(draft, version, coach, other):
    done = make_assessment(version, assessor=coach, need=2)
    assert can_rate(coach, draft)
    assert not can_rate(other, draft)
    assert not can_rate(coach, done)
    assert can_correct(coach, done)
    assert not can_correct(other, done)


def test_visitor_sees_and_does_nothing(draft):
    assert not can_rate(AnonymousUser(), draft)
    assert not Assessment.objects.visible_to(AnonymousUser()).exists()


def test_nobody_inherits_what_an_erased_person_began(draft, criteria):
    draft.assessor.delete()
    draft.refresh_from_db()
    assert not can_rate(AnonymousUser(), draft)
    with pytest.raises(NotTheAssessor):
        rate(assessment=draft, criterion=criteria["need"], by=AnonymousUser())
