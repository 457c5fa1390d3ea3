"""An answer moves only as the table of transitions says."""

from itertools import product

import pytest

from courses.enums import SUBMISSION_TRANSITIONS, SubmissionState
from courses.exceptions import NotAllowedNow
from courses.models import Submission
from courses.services.moving import move_submission


@pytest.mark.parametrize(("before", "after"), list(product(SubmissionState, repeat=2)))
def test_move_is_made_or_refused_by_the_table(cast, before, after):
    work = cast.open("m1e1")
    Submission.objects.filter(pk=work.pk).update(state=before)
    if after in SUBMISSION_TRANSITIONS[before]:
        assert move_submission(submission=work, to=after).state == after
        return
    with pytest.raises(NotAllowedNow):
        move_submission(submission=work, to=after)
    work.refresh_from_db()
    assert work.state == before
