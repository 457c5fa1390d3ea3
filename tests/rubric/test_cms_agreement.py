"""The CMS pages on agreement and on samples: who gets in, and what they show."""

import pytest

pytest.importorskip("wagtail")

from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.users.models import UserProfile

from rubric.models import Exemplar
from rubric.services.publishing import send_to_review
from tests.rubric.factories import PersonFactory, make_draft, make_version
from tests.rubric.test_agreement_report import assess, assess_many
from tests.rubric.test_calibrating import make_exemplar, practise

pytestmark = pytest.mark.django_db
EDITOR = ("add_rubricversion", "change_rubricversion", "view_rubricversion")
CHOOSE = "valmentamo_rubric_agreement_choose"
SAMPLES = "valmentamo_rubric_exemplars"


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.CMS_REQUIRES_MFA = False


def log_in(client, *names):
    rights = Permission.objects.filter(
        codename__in=names,
        content_type__app_label__in=("valmentamo_rubric", "accounts"),
    )
    admin = Permission.objects.get(codename="access_admin")
    person = PersonFactory(language="en")
    person.user_permissions.add(admin, *rights)
    UserProfile.objects.create(user=person, preferred_language="en")
    client.force_login(person)
    return person


@pytest.fixture
def editor(client):
    return log_in(client, *EDITOR)


def text(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def agreement(client, **query):
    return client.get(reverse(CHOOSE), query)


def addresses(exemplar):
    return [
        reverse(CHOOSE),
        reverse("valmentamo_rubric_agreement", args=[exemplar.version.uuid]),
        reverse(f"{SAMPLES}:index"),
        reverse(f"{SAMPLES}:add"),
        reverse(f"{SAMPLES}:edit", args=[exemplar.pk]),
        reverse(f"{SAMPLES}:delete", args=[exemplar.pk]),
    ]


@pytest.mark.parametrize("rights", [(), ("view_rubricversion",)])
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_does_not_edit_rubrics_is_kept_out(client, version, rights, method):
    log_in(client, *rights)
    exemplar = make_exemplar(version)
    for address in addresses(exemplar):
        answer = getattr(client, method)(address)
        assert answer.status_code == 302, address
        assert answer.url == reverse("wagtailadmin_home")
    assert Exemplar.objects.count() == 1


def test_editors_get_in_everywhere(client, editor, version):
    for address in addresses(make_exemplar(version)):
        assert client.get(address).status_code == 200, address


def test_the_page_shows_figures_and_descriptors_but_authors_see_no_names(
    client, editor, version, coach, other
):
    for i in range(6):
        assess(version, f"work-{i}", coach, need=1 + i % 3, evidence=2)
        assess(version, f"work-{i}", other, need=1 + (i + 1) % 3, evidence=2)
    page = text(agreement(client))
    assert "Need (en)" in page
    assert "need 2 (en)" in page
    assert "All ratings are the same level" in page
    assert "Insufficient" in page
    assert str(coach) not in page
    assert "Assessor 1" in page
    assert reverse("valmentamo_rubric_start", args=[version.uuid]) in page


def test_who_may_look_people_up_sees_names_of_coaches_but_not_of_peers(
    client, version, coach, other
):
    log_in(client, *EDITOR, "view_user")
    for person in (coach, other):
        assess(version, "work", person)
        assess(version, "work", person, kind="peer")
    assert str(coach) in text(agreement(client))
    peers = text(agreement(client, compare="peers"))
    assert "Peer 1" in peers
    assert str(coach) not in peers


def test_an_open_draft_is_led_to_instead(client, editor, version, coach, other):
    draft = make_draft(version.rubric, label="2.0")
    assess_many(version, (coach, other), 5)
    assert reverse("valmentamo_rubric_edit", args=[draft.uuid]) in text(
        agreement(client)
    )


def test_a_version_in_review_is_not_offered_as_a_draft(
    client, editor, version, coach, other
):
    draft = make_draft(version.rubric, label="2.0")
    send_to_review(version=draft)
    assess_many(version, (coach, other), 5)
    assert reverse("valmentamo_rubric_edit", args=[draft.uuid]) not in text(
        agreement(client)
    )


def test_too_few_works_say_how_many_are_needed(client, editor, version, coach, other):
    assess_many(version, (coach, other), 2)
    assert "Too few works (2 of 5)" in text(agreement(client))


def test_nothing_published_and_nothing_rated_are_told(client, editor):
    assert "No version has been published yet" in text(agreement(client))
    make_version()
    assert "No work has been rated by two" in text(agreement(client))


@pytest.mark.parametrize(
    "query", [{"version": "x"}, {"compare": "everybody"}, {"version": "0" * 32}]
)
def test_what_is_not_there_is_a_404(client, editor, version, query):
    assert agreement(client, **query).status_code == 404


def test_a_draft_has_no_agreement(client, editor):
    draft = make_draft()
    assert agreement(client, version=draft.uuid).status_code == 404


def test_a_sample_is_written_in_one_form(client, editor, version):
    fields = {
        "slug": "new-one",
        "language": "fi",
        "use": "calibration",
        "part-name": "Kylätalo",
        "level-need": "3",
        "why-need": "Kaksi lähdettä.",
    }
    answer = client.post(reverse(f"{SAMPLES}:add"), fields)
    assert answer.status_code == 302
    exemplar = Exemplar.objects.get()
    assert exemplar.version == version
    assert exemplar.ratings.get().rationale == "Kaksi lähdettä."
    address = reverse(f"{SAMPLES}:edit", args=[exemplar.pk])
    client.post(address, fields | {"level-need": "na"})
    assert exemplar.ratings.get().not_assessable


def test_a_sample_goes_to_the_version_that_was_chosen(client, editor, version):
    chosen = make_version()
    address = f"{reverse(f'{SAMPLES}:add')}?version={chosen.uuid}"
    fields = {"slug": "s", "language": "fi", "use": "exemplar", "part-name": "x"}
    assert f'action="{address}"' in text(client.get(address))
    client.post(address, fields)
    assert Exemplar.objects.get().version == chosen


def test_a_sample_that_was_practised_on_is_not_deleted(client, editor, version, coach):
    exemplar = make_exemplar(version)
    practise(exemplar, coach)
    client.post(reverse(f"{SAMPLES}:delete", args=[exemplar.pk]))
    assert Exemplar.objects.exists()


def test_without_a_published_version_there_is_no_form(client, editor):
    assert client.get(reverse(f"{SAMPLES}:add")).status_code == 404
