"""Every verb in any order: what is published, submitted or sealed never changes.

`STEPS` of them run with each run of the tests, ten times as many with `make proof`.
The seed is fixed, so a run can be repeated; HYPOTHESIS_SEED chooses another.
"""

import os

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.rubric.life import Life

STEPS_AN_EXAMPLE = 50
STEPS = 2_000
SEED = int(os.environ.get("HYPOTHESIS_SEED", "20261124"))

VERBS = {
    *("start_draft", "save_draft", "send_to_review", "send_back", "publish_version"),
    *("archive_version", "discard_draft", "import_draft", "start_assessment", "rate"),
    *("submit_assessment", "start_correction", "make_result", "make_pooled_result"),
}


def run(steps):
    Life.done.clear()
    Life.refused.clear()
    Life.steps = 0
    run_state_machine_as_test(
        seed(SEED)(Life),
        settings=settings(
            # Some examples end early.
            max_examples=steps * 3 // 2 // STEPS_AN_EXAMPLE,
            stateful_step_count=STEPS_AN_EXAMPLE,
            deadline=None,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    # A life in which nothing happens would prove nothing.
    assert set(Life.done) == VERBS
    assert len(Life.refused) > 6
    assert Life.steps >= steps


@pytest.mark.long
@pytest.mark.django_db
def test_nothing_that_was_promised_changes_in_two_thousand_steps():
    run(STEPS)


@pytest.mark.proof
@pytest.mark.django_db
def test_nothing_that_was_promised_changes_in_twenty_thousand_steps():
    run(STEPS * 10)
