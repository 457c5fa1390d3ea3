"""Staff screens in Wagtail; skipped where Wagtail is not installed."""

import re
from dataclasses import replace

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import escape, strip_tags
from django.utils.timezone import localtime

from certificates.enums import State, Status
from certificates.models import CertificateTemplateVersion
from certificates.services import producing
from tests.certificates.factories import (
    BODY,
    DISCLAIMER,
    FACTS,
    IssuerFactory,
    MembershipFactory,
    TemplateFactory,
    TemplateVersionFactory,
    UserFactory,
    issued,
    ready,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("drawn"),
    pytest.mark.skipif(
        not apps.is_installed("wagtail.admin"), reason="this project has no Wagtail"
    ),
]
LISTS = ("certificate", "partner", "membership", "issuer", "template", "version")


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.CMS_REQUIRES_MFA = False


@pytest.fixture
def staff(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True, language="en"))
    return client


@pytest.fixture
def author(client):
    """Enters the CMS and has no right to certificates."""
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    return client


def address(name, *args):
    return reverse(f"valmentamo_certificates_{name}", args=args)


@pytest.mark.parametrize("name", LISTS)
def test_every_list_opens_with_rows(staff, name):
    row = ready()
    MembershipFactory()
    response = staff.get(address(f"{name}:index"))
    assert response.status_code == 200
    if name == "certificate":
        page = response.text
        with translation.override("fi"):
            issued_at = date_format(localtime(row.issued_at), "SHORT_DATETIME_FORMAT")
        assert row.printed_code in page
        assert issued_at in page.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_closed_to_those_without_the_right(author, name):
    assert author.get(address(f"{name}:index")).status_code == 302


def test_certificate_is_found_by_name_and_by_code(staff):
    row, other = ready(name="Etsittävä Henkilö"), ready()
    for wanted in ("Etsittävä", row.code[:8]):
        response = staff.get(address("certificate:index"), {"q": wanted})
        page = response.content.decode()
        assert row.printed_code in page
        assert other.printed_code not in page


def test_inspecting_shows_the_history_and_the_refusal(staff):
    row = issued(name="水")
    page = staff.get(address("certificate:inspect", row.pk)).content.decode()
    assert escape(row.refusal_reason) in page


def words(response):
    """The page's own part, without its markup."""
    main = response.content.decode().partition("<main")[2]
    return " ".join(strip_tags(main).split())


def test_inspecting_says_everything_in_the_language_of_the_person(client):
    person = UserFactory(is_superuser=True, is_staff=True, language="fi")
    UserProfile = apps.get_model("wagtailusers", "UserProfile")
    UserProfile.objects.create(user=person, preferred_language="fi")
    client.force_login(person)
    page = words(client.get(address("certificate:inspect", ready().pk)))
    for word in ("Tunniste", "suomi", "Historia", "2.4.2027 klo 12.00"):
        assert word in page
    for word in ("Printed", "History", "None", "['fi']", "collection"):
        assert word not in page


def test_inspecting_leaves_out_what_is_empty_and_what_is_for_machines(staff):
    row = ready(collection="cohort:123")
    page = words(staff.get(address("certificate:inspect", row.pk)))
    for word in ("cohort:123", "Valid until", "Holder", "Why it could not be made"):
        assert word not in page


@pytest.mark.parametrize("screen", ["list", "certificate"])
def test_refused_certificate_shows_its_reason_and_what_to_do(staff, screen):
    row = issued()
    producing._refuse(row.job, "Ei mahdu.")
    row.refresh_from_db()
    where = (
        address("certificate:index")
        if screen == "list"
        else address("certificate:inspect", row.pk)
    )
    page = staff.get(where).content.decode()
    assert escape(row.refusal_reason) in page
    assert "Valid" not in words(staff.get(where)).replace("Valid until", "")
    for verb in ("correct", "try_again"):
        assert address(f"cms:{verb}", row.pk) in page


@pytest.mark.parametrize("verb", ["correct", "try_again"])
def test_made_certificate_offers_no_second_making(staff, verb):
    row = ready()
    page = staff.get(address("certificate:inspect", row.pk)).content.decode()
    assert address(f"cms:{verb}", row.pk) not in page
    data = {"name": "Joku Muu"}
    assert staff.post(address(f"cms:{verb}", row.pk), data).status_code == 200
    row.refresh_from_db()
    assert (row.state, row.printed_name) == (State.READY, "Aino Áilu Rautio")


def test_staff_have_a_refused_certificate_made_again(staff):
    row = issued()
    producing._refuse(row.job, "Ei mahdu.")
    response = staff.post(address("cms:try_again", row.pk), follow=True)
    assert "Todistusta tehdään uudelleen" in response.content.decode()
    row.refresh_from_db()
    assert row.state == State.PENDING


def test_what_can_not_be_printed_is_corrected_and_not_tried_again(staff):
    row = issued(name="")
    page = staff.get(address("certificate:inspect", row.pk)).content.decode()
    assert address("cms:try_again", row.pk) not in page
    response = staff.post(address("cms:try_again", row.pk))
    assert "Korjaa ensin" in response.content.decode()
    row.refresh_from_db()
    assert row.state == State.REFUSED


def test_name_of_which_nothing_was_kept_must_be_typed(staff):
    page = staff.get(address("cms:correct", issued(name="").pk)).content.decode()
    assert "–" not in re.search(r'<input[^>]*name="name"[^>]*>', page).group()


def test_staff_correct_the_name_and_the_text_that_can_not_be_printed(staff):
    facts = {"fi": replace(FACTS["fi"], innovation="Työpari 🚀")}
    row = issued(name="水野", facts=facts)
    page = staff.get(address("cms:correct", row.pk)).content.decode()
    assert 'name="fi-innovation"' in page
    assert 'name="fi-course"' not in page
    data = {"name": "Mizuno", "fi-innovation": "Työpari"}
    assert staff.post(address("cms:correct", row.pk), data).status_code == 302
    row.refresh_from_db()
    assert (row.printed_name, row.state) == ("Mizuno", State.PENDING)
    assert row.facts_in("fi") == replace(facts["fi"], innovation="Työpari")


def test_of_a_name_that_can_not_be_printed_only_the_name_is_asked_and_the_reason_told(
    staff,
):
    row = issued(name="水野")
    page = staff.get(address("cms:correct", row.pk)).text
    assert row.refusal_reason in page
    assert 'name="fi-course"' not in page


def test_every_text_may_be_shortened_when_it_is_the_space_that_is_missing(staff):
    row = issued()
    producing._refuse(row.job, "Ei mahdu.")
    page = staff.get(address("cms:correct", row.pk)).content.decode()
    for place in ("course", "outcomes.0", "counts.1.label"):
        assert f'name="fi-{place}"' in page


def test_correction_that_can_not_be_printed_keeps_what_was_typed(staff):
    row = issued(name="水野")
    response = staff.post(address("cms:correct", row.pk), {"name": "Mizuno 🚀"})
    assert response.status_code == 200
    assert "Mizuno 🚀" in response.content.decode()
    row.refresh_from_db()
    assert row.state == State.REFUSED


def test_suspended_certificate_is_resumed(staff):
    row = ready()
    staff.post(address("cms:suspend", row.pk), {"reason_code": "under_review"})
    row.refresh_from_db()
    assert row.status == Status.SUSPENDED
    staff.post(address("cms:resume", row.pk))
    row.refresh_from_db()
    assert row.status == Status.IN_FORCE


@pytest.mark.parametrize("verb", ["correct", "try_again", "suspend", "resume"])
def test_verbs_are_closed_to_those_without_the_right(author, verb):
    row = issued(name="水")
    author.post(address(f"cms:{verb}", row.pk), {"name": "Mizuno"})
    row.refresh_from_db()
    assert (row.state, row.status) == (State.REFUSED, Status.IN_FORCE)


@pytest.mark.parametrize(("form", "bad"), [("partner", "name"), ("issuer", "name_1")])
def test_name_that_can_not_be_printed_is_refused_where_it_is_typed(staff, form, bad):
    data = {"name": "Säätiö", "slug": "saatio", "kind": "school", "country": "FI"}
    data |= texts("name", {"fi": "Säätiö", "sv": "Stiftelse", "en": "Foundation"})
    response = staff.post(address(f"{form}:add"), data | {bad: "Stiftelse 🚀"})
    assert response.status_code == 200
    assert "🚀 ei voi painaa" in response.content.decode()


def test_template_text_that_can_not_be_printed_is_refused_where_it_is_typed(staff):
    data = version_form() | {"label_partner_1": "Partner 🚀"}
    page = staff.post(address("version:add"), data).content.decode()
    assert "🚀 ei voi painaa" in page
    assert not CertificateTemplateVersion.objects.exists()


def test_certificate_can_not_be_typed_changed_or_deleted(staff):
    row = ready()
    statuses = {
        name: staff.get(address(f"certificate:{name}", *args)).status_code
        for name, args in {"add": [], "edit": [row.pk], "delete": [row.pk]}.items()
    }
    assert statuses == {"add": 302, "edit": 302, "delete": 302}


def test_revoking_asks_for_a_reason_and_closes_the_certificate(staff):
    row = ready()
    target = address("cms:revoke", row.pk)
    assert "reason_code" in staff.get(target).content.decode()
    assert staff.post(target, {"reason_code": "my own words"}).status_code == 200
    assert staff.post(target, {"reason_code": "wrong_grounds"}).status_code == 302
    row.refresh_from_db()
    assert row.status == Status.REVOKED
    again = staff.post(target, {"reason_code": "wrong_grounds"})
    assert again.status_code == 200
    assert row.events.count() == 2


def test_revoking_is_closed_to_those_without_the_right(author):
    row = ready()
    author.post(address("cms:revoke", row.pk), {"reason_code": "technical"})
    row.refresh_from_db()
    assert row.status == Status.IN_FORCE


def version_form(**changes):
    """What a browser posts: each text in each language."""
    data = {
        "template": TemplateFactory().pk,
        "issuer": IssuerFactory().pk,
        "layout": "landscape",
        "accent": "#14493f",
        **management("signatories", 3),
        **management("logos", 5),
        "signatories-0-sort_order": "1",
        "signatories-0-name": "Eeva Pelkonen",
    }
    fresh = CertificateTemplateVersion()
    for name in ("title", "seal_note", "heading_outcomes", "heading_facts"):
        data |= texts(name, getattr(fresh, name).data)
    for field in fresh._meta.fields:
        if field.name.startswith("label_"):
            data |= texts(field.name, getattr(fresh, field.name).data)
    data |= texts("body", changes.pop("body", BODY))
    data |= texts("body_with_innovation", BODY)
    data |= texts("disclaimer", DISCLAIMER)
    title = {"fi": "johtaja", "sv": "direktör", "en": "head"}
    data |= texts("signatories-0-title", title)
    return data | changes


def management(prefix, most):
    return {f"{prefix}-TOTAL_FORMS": most, f"{prefix}-INITIAL_FORMS": 0}


def texts(name, values):
    return {f"{name}_{n}": values[lang] for n, lang in enumerate(("fi", "sv", "en"))}


def test_editor_adds_a_version_and_unknown_placeholder_is_told(staff):
    bad = version_form(body=BODY | {"sv": "{namn}"})
    response = staff.post(address("version:add"), bad)
    assert "{namn}" in response.content.decode()
    assert not CertificateTemplateVersion.objects.exists()
    response = staff.post(address("version:add"), version_form())
    assert response.status_code == 302
    assert CertificateTemplateVersion.objects.get().number == 1


def test_incomplete_version_is_not_published_and_the_gaps_are_named(staff):
    version = TemplateVersionFactory(published_at=None)
    page = staff.post(address("cms:publish", version.pk)).content.decode()
    assert "{innovation}" not in page
    version.refresh_from_db()
    assert version.is_published
    empty = TemplateVersionFactory(published_at=None, body={"fi": "{name} {course}"})
    page = staff.post(address("cms:publish", empty.pk)).content.decode()
    assert "sv" in page
    empty.refresh_from_db()
    assert not empty.is_published


def test_published_version_is_read_only_and_a_new_one_is_begun_from_it(staff):
    version = TemplateVersionFactory()
    assert staff.get(address("version:edit", version.pk)).status_code == 302
    staff.post(address("cms:begin", version.pk))
    draft = CertificateTemplateVersion.objects.drafts().get()
    assert draft.number == 2
    assert staff.get(address("version:edit", draft.pk)).status_code == 200


def test_people_of_a_partner_are_chosen_by_search_and_not_from_a_list(staff):
    person = UserFactory(first_name="Etsittävä")
    form = staff.get(address("membership:add")).content.decode()
    assert address("member:choose") in form
    assert "Etsittävä" not in form
    assert "Etsittävä" not in staff.get(address("member:choose")).json()["html"]
    found = staff.get(address("member:choose_results"), {"q": person.email})
    assert "Etsittävä" in found.content.decode()


def test_people_can_not_be_searched_without_the_right(author):
    person = UserFactory()
    found = author.get(address("member:choose_results"), {"q": person.email})
    assert found.status_code in (302, 403)
