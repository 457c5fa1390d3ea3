"""The whole starter course through the services, from enrolment to certificates."""

import pytest

from certificates.models import Certificate
from courses.enums import ProposalState, Stage, SubmissionState
from courses.models import Completion, Enrolment
from courses.services.completion import progress_for
from courses.services.enrolment import confirm_certificate_details, update_team
from courses.services.writing import resolve_proposal
from tests.courses.factories import (
    give_peer_feedback,
    make_cast,
    make_full_course,
    moment,
    words,
)

COACHED = ["m1e1", "m1e2", "m2e1", "m2e2", "m3e1", "m3e2", "m3e3", "m4e1", "m5e1"]
COACHED += ["m5e2", "m5e3", "m6e1"]
FIELDS = 13


@pytest.fixture
def cast(db):
    return make_cast(make_full_course(), stage=Stage.PILOT)


def pass_all(cast, enrolment, keys):
    for key in keys:
        cast.pass_exercise(key, enrolment)


def fill_up(cast, portfolio):
    """What the assembled fields still lack, and shorter texts where they are too long."""
    from courses.answers import faults
    from courses.services.shapes import shape_of

    texts = {f.key: f.text for f in portfolio.draft_fields.all()}
    shape = shape_of(portfolio.exercise)
    return {key: words(12, "lyhyt") for key, _message in faults(shape, texts)}


def confirm(enrolment, name):
    enrolment = Enrolment.objects.with_course().get(pk=enrolment.pk)
    return confirm_certificate_details(
        enrolment=enrolment,
        name=name,
        languages=["fi", "sv", "en"],
        names_innovation=True,
        partner_consent=False,
        at=moment(),
    )


def test_two_teams_go_through_the_whole_course(cast):
    # The first team works at the pilot stage: twelve exercises are required.
    assert progress_for(cast.aino)["exercises"].needed == 12
    cast.submit("m1e0", enrolment=cast.aino)
    pass_all(cast, cast.aino, COACHED[:-2])

    # One round is returned for an unanswered part and becomes the second round.
    cast.send_back(cast.submit("m5e3"))
    late = cast.newcomer(cast.team)
    second = cast.submit("m5e3", {"answer": words(90, "uusi")})
    cast.accept(second, level=2)
    assert second.number == 2
    assert progress_for(late)["exercises"].done == 1

    # The portfolio fills itself, in the text form of each exercise.
    portfolio = cast.open("m6e4")
    fields = {f.key: f for f in portfolio.draft_fields.all()}
    assert "name" not in fields
    assert fields["transfer"].text == words(90, "uusi")
    assert fields["developers"].text.startswith("Vastuuorganisaatio: ")
    assert "\n\nKumppani: sana partner 1. Rooli: " in fields["developers"].text
    assert "\n\nMuutosta kuvaava mittari: " in fields["pilot_results"].text

    # The last exercise fills two fields, one to one.
    cast.pass_exercise("m6e1", texts={"name": "Työpari", "summary": "Neljä virkettä."})
    assert portfolio.draft_fields.get(key="name").text == "Työpari"
    assert portfolio.draft_fields.count() == FIELDS

    # A later accepted round offers a merge where the team has edited.
    cast.write("m6e4", {"need": "Tiimin oma teksti tarpeesta."})
    cast.pass_exercise("m1e1", texts={"answer": words(85, "myöhempi")})
    offer = portfolio.proposals.get()
    assert offer.state == ProposalState.OPEN
    resolve_proposal(
        proposal=offer, take=True, text="Yhdistetty teksti.", by=cast.mikko.user
    )
    assert portfolio.draft_fields.get(key="need").text == "Yhdistetty teksti."

    # The second team is in use: the results are required of it, and two texts go
    # into one field under their titles.
    update_team(team=cast.other_team, by=cast.laila.user, stage=Stage.USE)
    assert progress_for(cast.laila)["exercises"].needed == 13
    pass_all(cast, cast.laila, [*COACHED, "m4e2"])
    theirs = cast.open("m6e4", cast.laila)
    results = theirs.draft_fields.get(key="pilot_results").text
    assert results.startswith("Arviointisuunnitelma\n\n")
    assert "\n\nTulokset tiivistetysti\n\n" in results

    # Both open their portfolios; a third team gives everybody two to read.
    third = cast.newcomer_with_team("Kolmas")
    cast.write("m6e4", cast.full_description(), third)
    cast.write("m6e4", fill_up(cast, portfolio))
    cast.write("m6e4", fill_up(cast, theirs), cast.laila)
    for person in (cast.aino, cast.laila, third):
        copy = cast.open_for_peers(person)
        assert "developers" not in copy.answers
    for person in (cast.aino, cast.mikko, cast.laila):
        for _round in range(2):
            give_peer_feedback(cast, person)

    # Portfolios, self-assessments, details; the order differs between people.
    confirm(cast.aino, "Aino Rautio")
    for person in (cast.aino, cast.laila):
        cast.submit("m6e2", enrolment=person)
        version = cast.submit("m6e4", {}, person)
        assert version.stage in (Stage.PILOT, Stage.USE)
        cast.accept(version, level=3)
    confirm(cast.laila, "Laila Sarre")

    # A stage that changes now adds nothing.
    update_team(team=cast.team, by=cast.mikko.user, stage=Stage.SPREAD)
    assert progress_for(cast.mikko)["exercises"].needed == 12
    confirm(cast.mikko, "Mikko Kallas")

    done = {row.enrolment_id: row for row in Completion.objects.all()}
    assert set(done) == {cast.aino.pk, cast.mikko.pk, cast.laila.pk}
    assert late.pk not in done
    certificates = Certificate.objects.filter(
        issue_key__in=[
            f"courses.completion:{person.uuid}"
            for person in (cast.aino, cast.mikko, cast.laila)
        ]
    )
    assert certificates.count() == 3
    facts = done[cast.laila.pk].certificate.facts_in("en")
    assert [c.value for c in facts.counts] == ["27 h", "13", "2", "10"]
    assert done[cast.aino.pk].certificate.facts_in("fi").innovation == "Työpari"
    portfolio.refresh_from_db()
    assert portfolio.state == SubmissionState.ACCEPTED
