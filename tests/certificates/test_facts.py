"""The frozen facts survive being stored, and older rows are still read."""

import json
from dataclasses import FrozenInstanceError

import pytest

from certificates.facts import Count, FactSet, from_json, to_json
from tests.certificates.factories import FACTS


@pytest.mark.parametrize("language", FACTS)
def test_facts_are_the_same_after_being_stored(language):
    stored = json.loads(json.dumps(to_json(FACTS[language])))
    assert from_json(stored) == FACTS[language]


def test_facts_stored_before_a_field_was_added_are_read_with_its_default():
    stored = to_json(FACTS["fi"])
    del stored["partner"], stored["counts"]
    facts = from_json(stored)
    assert (facts.partner, facts.counts) == ("", ())


def test_facts_stored_by_a_newer_version_are_read():
    assert from_json(to_json(FACTS["fi"]) | {"later": 1}) == FACTS["fi"]


def test_facts_can_not_be_changed():
    with pytest.raises(FrozenInstanceError):
        FACTS["fi"].course = "Muu"


def test_more_counts_than_fit_are_refused():
    counts = tuple(Count(value=str(n), label="x") for n in range(5))
    with pytest.raises(ValueError, match="at most 4"):
        FactSet(
            course="x",
            hours=1,
            issued_on=FACTS["fi"].issued_on,
            organiser="x",
            counts=counts,
        )
