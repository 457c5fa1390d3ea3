"""The whole course through the services, and what a completion rests on."""

import pytest

from certificates.enums import Basis, State
from certificates.exceptions import UnprintableName
from certificates.models import Certificate, IssueJob
from courses.enums import EnrolmentState, Stage, SubmissionState
from courses.exceptions import CoursesError, NotAllowedNow
from courses.models import Completion, Enrolment
from courses.progress import DETAILS, EXERCISES, PEER_REVIEWS, PORTFOLIO
from courses.services import completion as completing
from courses.services.completion import complete_if_ready, issue_missing, progress_for
from courses.services.enrolment import (
    confirm_certificate_details,
    leave_team,
    update_team,
)
from courses.services.review import start_peer_review, submit_peer_review
from courses.services.submission import open_for_peers
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


def do_everything_but_details(cast, enrolment):
    for key in ("m1e1", "m1e2", "m2e1"):
        cast.pass_exercise(key, enrolment)
    cast.pass_exercise("m2e4", enrolment)
    cast.submit("m2e2", enrolment=enrolment)
    for number in range(2):
        author = cast.newcomer_with_team(f"Tiimi {number}")
        cast.write("m2e4", cast.full_description(), author)
        cast.open_for_peers(author)
        give_peer_feedback(cast, enrolment)


def test_person_completes_when_the_last_condition_is_met(cast):
    do_everything_but_details(cast, cast.aino)
    assert not Completion.objects.exists()
    confirm(cast.aino)
    completion = Completion.objects.get(enrolment=cast.aino)
    certificate = completion.certificate
    assert certificate.issue_key == f"courses.completion:{cast.aino.uuid}"
    assert certificate.printed_name == "Aino Áilu Rautio"
    assert certificate.languages == ["fi", "sv"]
    assert certificate.state == State.PENDING
    assert IssueJob.objects.filter(certificate=certificate).exists()
    assert Enrolment.objects.get(pk=cast.aino.pk).state == EnrolmentState.COMPLETED
