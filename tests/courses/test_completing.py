"""Completion: every condition, once, and the certificate that follows."""

import pytest
from django.db.models import QuerySet

from certificates.enums import Basis, State
from certificates.exceptions import UnprintableName
from certificates.models import Certificate, IssueBatch, IssueJob
from courses.enums import EnrolmentState, Stage
from courses.exceptions import CoursesError, NotAllowedNow
from courses.models import Completion, CoursePage, Enrolment
from courses.services.cohort_certificates import begin_cohort_issue
from courses.services.completion import complete_if_ready, progress_for
from courses.services.enrolment import confirm_certificate_details, update_team
from courses.services.partners import consent_text
from courses.signals import course_completed
from courses.tasks import issue_cohort, issue_missing_certificates
from tests.courses.factories import PartnerFactory, give_peer_feedback, moment


def confirm(enrolment, **changes):
    given = {
        "name": "Aino Áilu Rautio",
        "languages": ["fi", "sv"],
        "names_innovation": True,
        "partner_consent": False,
        "at": moment(),
    }
    return confirm_certificate_details(enrolment=enrolment, **given | changes)


def do_everything_but_details(cast, *people, description=None):
    for key in ("m1e1", "m1e2", "m2e1"):
        cast.pass_exercise(key, people[0])
    cast.pass_exercise("m2e4", people[0], description)
    cast.submit("m2e2", enrolment=people[0])
    for number in range(2):
        author = cast.newcomer_with_team(f"Tiimi {number}")
        cast.write("m2e4", cast.full_description(), author)
        cast.open_for_peers(author)
        for person in people:
            give_peer_feedback(cast, person)


@pytest.fixture
def ready(cast):
    """Everything is done but the details of the certificate."""
    do_everything_but_details(cast, cast.aino)
    return cast


def test_person_completes_when_the_last_condition_is_met(ready):
    assert not Completion.objects.exists()
    confirm(ready.aino)
    completion = Completion.objects.get(enrolment=ready.aino)
    assert completion.certificate.issue_key == f"courses.completion:{ready.aino.uuid}"
    ready.aino.refresh_from_db()
    assert ready.aino.state == EnrolmentState.COMPLETED


def test_certificate_is_written_and_waits_for_its_files(ready):
    confirm(ready.aino)
    certificate = Certificate.objects.get()
    assert certificate.printed_name == "Aino Áilu Rautio"
    assert certificate.recipient == ready.aino.user
    assert certificate.languages == ["fi", "sv"]
    assert certificate.state == State.PENDING
    assert IssueJob.objects.filter(certificate=certificate).exists()


def test_facts_come_from_the_pages_of_each_language(ready):
    confirm(ready.aino, languages=["sv", "en"])
    certificate = Certificate.objects.get()
    swedish, english = certificate.facts_in("sv"), certificate.facts_in("en")
    page = CoursePage.objects.get(course=ready.course, locale__language_code="sv")
    assert swedish.course == page.title
    assert swedish.organiser == "Åsbygdens innovationscentrum"
    assert english.outcomes[0] == "Supports the need with knowledge."
    assert english.learner_organisation == "Rantaharjun työpajayhdistys ry"


def test_counts_are_computed_from_what_was_done(ready):
    confirm(ready.aino, languages=["en"])
    facts = Certificate.objects.get().facts_in("en")
    assert [count.value for count in facts.counts] == ["3 h", "3", "2", "10"]


@pytest.mark.parametrize("named", [True, False])
def test_innovation_is_named_only_where_the_person_wants_it(ready, named):
    confirm(ready.aino, names_innovation=named)
    facts = Certificate.objects.get().facts_in("fi")
    name = ready.open("m2e4").accepted_version.answers["name"]
    assert facts.innovation == (name if named else "")


def test_what_no_font_can_draw_is_kept_whole_and_goes_to_staff(cast):
    """Confirmed while it could be printed, and changed before the work was done."""
    confirm(cast.aino, languages=["fi"])
    cast.team.__class__.objects.filter(pk=cast.team.pk).update(organisation="Säätiö 🚀")
    cast.team.refresh_from_db()
    do_everything_but_details(cast, cast.aino)
    certificate = Certificate.objects.get()
    assert certificate.facts_in("fi").learner_organisation == "Säätiö 🚀"
    assert certificate.state == State.REFUSED
    assert "🚀" in certificate.refusal_reason


def test_completion_keeps_how_each_condition_was_met(ready):
    confirm(ready.aino)
    basis = Completion.objects.get().basis
    assert {c["key"]: (c["done"], c["needed"]) for c in basis["conditions"]} == {
        "exercises": (3, 3),
        "portfolio": (1, 1),
        "self_assessment": (1, 1),
        "peer_reviews": (2, 2),
        "details": (1, 1),
    }
    assert basis["stage"] == Stage.IDEA


def test_order_of_the_conditions_makes_no_difference(cast):
    confirm(cast.aino)
    do_everything_but_details(cast, cast.aino)
    assert Completion.objects.get().enrolment == cast.aino


def test_each_team_mate_completes_on_their_own_conditions(cast):
    do_everything_but_details(cast, cast.aino, cast.mikko)
    confirm(cast.mikko, name="Mikko Kallas")
    assert [row.enrolment for row in Completion.objects.all()] == [cast.mikko]
    confirm(cast.aino)
    assert Completion.objects.count() == 2
    assert Certificate.objects.count() == 2


def test_asking_again_completes_nobody_twice(ready):
    confirm(ready.aino)
    first = Completion.objects.get()
    assert complete_if_ready(enrolment=ready.aino) == first
    assert Certificate.objects.count() == 1


def test_person_who_left_the_cohort_does_not_complete(ready):
    Enrolment.objects.filter(pk=ready.aino.pk).update(
        state=EnrolmentState.LEFT, details_confirmed_at=moment()
    )
    assert complete_if_ready(enrolment=ready.aino) is None


def test_member_who_joined_after_the_work_was_accepted_gets_no_credit(ready):
    late = ready.newcomer(ready.team)
    standing = progress_for(late)
    assert standing["exercises"].done == 0
    assert all(item.joined_too_late for item in standing["exercises"].items)


def test_member_who_joined_between_two_rounds_gets_credit_for_the_second(cast):
    cast.send_back(cast.submit("m1e1"))
    late = cast.newcomer(cast.team)
    cast.pass_exercise("m1e1")
    assert progress_for(late)["exercises"].done == 1
    assert progress_for(cast.aino)["exercises"].done == 1


def test_progress_takes_a_fixed_number_of_queries(cast, django_assert_max_num_queries):
    fresh = Enrolment.objects.with_course().get(pk=cast.aino.pk)
    with django_assert_max_num_queries(5):
        progress_for(fresh)
    for key in ("m1e1", "m1e2", "m2e1"):
        cast.pass_exercise(key)
    cast.submit("m1e1")
    with django_assert_max_num_queries(5):
        progress_for(fresh)


def test_stage_that_changes_after_the_portfolio_adds_nothing(ready):
    exercise = ready.exercise("m1e2")
    type(exercise).objects.filter(pk=exercise.pk).update(
        required=False, required_from_stage=Stage.USE
    )
    type(exercise).objects.get(pk=exercise.pk)
    ready.open("m1e2").versions.get()
    update_team(team=ready.team, by=ready.aino.user, stage=Stage.SPREAD)
    assert progress_for(ready.aino)["exercises"].needed == 2


# ---- the details ----
@pytest.mark.parametrize("name", ["", "  ", "A\u202eB", "名前"])
def test_name_that_can_not_be_printed_is_told_where_it_is_typed(cast, name):
    with pytest.raises(UnprintableName):
        confirm(cast.aino, name=name)
    cast.aino.refresh_from_db()
    assert cast.aino.details_confirmed_at is None


@pytest.mark.parametrize("languages", [[], ["xx"]])
def test_certificate_needs_a_language_of_the_site(cast, languages):
    with pytest.raises(CoursesError):
        confirm(cast.aino, languages=languages)


def test_details_may_be_changed_until_the_course_is_completed(ready):
    confirm(ready.mikko, name="Väärä Nimi")
    confirm(ready.mikko, name="Mikko Kallas")
    ready.mikko.refresh_from_db()
    assert ready.mikko.printed_name == "Mikko Kallas"
    confirm(ready.aino)
    with pytest.raises(NotAllowedNow):
        confirm(ready.aino, name="Toinen Nimi")


# ---- the partner ----
@pytest.fixture
def partner(cast):
    partner = PartnerFactory(name="Rantaharjun kaupunki")
    cast.cohort.partner = partner
    cast.cohort.save(update_fields=["partner"])
    return partner


def test_partner_sees_the_certificate_with_the_words_that_were_shown(
    cast, partner, ready
):
    fresh = Enrolment.objects.with_course().get(pk=cast.aino.pk)
    confirm(fresh, partner_consent=True)
    certificate = Certificate.objects.get()
    grant = certificate.grants.get()
    assert (grant.partner, grant.basis) == (partner, Basis.CONSENT)
    assert grant.purpose == consent_text(partner)
    assert certificate.facts_in("fi").partner == partner.name


def test_partner_sees_nothing_without_consent(cast, partner, ready):
    confirm(Enrolment.objects.with_course().get(pk=cast.aino.pk))
    assert not Certificate.objects.get().grants.exists()


def test_consent_to_one_partner_is_none_to_the_next(cast, partner):
    fresh = Enrolment.objects.with_course().get(pk=cast.aino.pk)
    confirm(fresh, partner_consent=True)
    cast.team.partner = PartnerFactory(name="Toinen järjestö")
    cast.team.save(update_fields=["partner"])
    do_everything_but_details(cast, cast.aino)
    certificate = Certificate.objects.get()
    assert not certificate.grants.exists()
    assert certificate.facts_in("fi").partner == ""


def test_certificate_has_the_name_that_another_request_has_just_confirmed(cast):
    confirm(Enrolment.objects.with_course().get(pk=cast.aino.pk))
    assert cast.aino.printed_name == ""
    do_everything_but_details(cast, cast.aino)
    fresh = Enrolment.objects.get(pk=cast.aino.pk)
    assert Certificate.objects.get().printed_name == fresh.printed_name


def test_consent_is_to_an_organisation_and_not_to_its_name(cast, partner):
    fresh = Enrolment.objects.with_course().get(pk=cast.aino.pk)
    confirm(fresh, partner_consent=True)
    partner.name = "Rantaharjun ja Harjuseudun kaupunki"
    partner.save(update_fields=["name"])
    do_everything_but_details(cast, cast.aino)
    assert Certificate.objects.get().grants.get().partner == partner


def test_consent_is_none_to_another_with_a_part_of_the_name(cast, partner):
    fresh = Enrolment.objects.with_course().get(pk=cast.aino.pk)
    confirm(fresh, partner_consent=True)
    cast.cohort.partner = PartnerFactory(name="Rantaharju")
    cast.cohort.save(update_fields=["partner"])
    do_everything_but_details(cast, cast.aino)
    assert not Certificate.objects.get().grants.exists()


def test_consent_can_be_taken_back_before_completion(cast, partner):
    fresh = Enrolment.objects.with_course().get(pk=cast.aino.pk)
    confirm(fresh, partner_consent=True)
    confirm(fresh, partner_consent=False)
    assert (fresh.partner_consent_at, fresh.partner_consent_text) == (None, "")


# ---- a certificate never stops a completion ----
def test_course_without_a_template_is_completed_and_the_certificate_comes_later(ready):
    template = ready.course.certificate_template
    type(ready.course).objects.update(certificate_template=None)
    confirm(Enrolment.objects.with_course().get(pk=ready.aino.pk))
    assert Completion.objects.get().certificate is None
    type(ready.course).objects.update(certificate_template=template)
    assert issue_missing_certificates.func() == 1
    assert Completion.objects.get().certificate.recipient == ready.aino.user


def test_levels_stand_on_the_certificate_only_when_the_course_says_so(ready):
    type(ready.course).objects.update(levels_on_certificate=True)
    confirm(Enrolment.objects.with_course().get(pk=ready.aino.pk))
    facts = Completion.objects.get().certificate.facts_in("sv")
    version = ready.course.rubric_version
    assert [level.name for level in facts.levels] == [
        criterion.name.localize("sv")
        for criterion in version.criteria.for_kind("coach")
    ]
    assert {len(level.levels) for level in facts.levels} == {version.scale.count()}
    assert all(level.value >= version.minimum_level for level in facts.levels)


def test_missing_certificates_of_a_cohort_are_made_in_one_go_and_can_be_followed(ready):
    template = ready.course.certificate_template
    type(ready.course).objects.update(certificate_template=None)
    confirm(Enrolment.objects.with_course().get(pk=ready.aino.pk))
    type(ready.course).objects.update(certificate_template=template)
    batch = begin_cohort_issue(cohort=ready.cohort, by=None, at=moment())
    for _time in range(2):
        issue_cohort.func(str(batch.uuid), str(ready.cohort.uuid))
    progress = IssueBatch.objects.with_progress().get()
    assert (progress.total, progress.written) == (1, 1)
    assert Completion.objects.get().certificate.batch == batch


def test_template_that_lacks_every_language_does_not_stop_completion(ready, caplog):
    version = ready.course.certificate_template.versions.get()
    from valmentamo import freezing

    with freezing.lifted():
        QuerySet(type(version)).filter(pk=version.pk).update(languages=["de"])
    confirm(ready.aino)
    assert Completion.objects.get().certificate is None
    assert "No certificate" in caplog.text


def test_name_that_has_become_unprintable_goes_to_staff(ready):
    confirm(ready.mikko)
    Enrolment.objects.filter(pk=ready.aino.pk).update(
        printed_name="名前", certificate_languages=["fi"], details_confirmed_at=moment()
    )
    complete_if_ready(enrolment=Enrolment.objects.get(pk=ready.aino.pk))
    assert Completion.objects.get().certificate.state == State.REFUSED


def test_completion_is_announced_after_the_commit(
    ready, django_capture_on_commit_callbacks
):
    heard = []

    def hear(**told):
        heard.append(told["completion"])

    course_completed.connect(hear)
    with django_capture_on_commit_callbacks() as callbacks:
        confirm(ready.aino)
    assert heard == []
    own = [c for c in callbacks if "send_robust" in repr(c)]
    for callback in own:
        callback()
    assert heard == [Completion.objects.get()]
    course_completed.disconnect(hear)
