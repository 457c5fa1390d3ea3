"""Where the life of a rubric happens: its people, its clock and what was refused."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import ClassVar

from django.contrib.auth import get_user_model
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from rubric.enums import Pooling
from rubric.exceptions import RubricError
from rubric.models import RubricVersion
from rubric.services import publishing
from tests.rubric.factories import NOON, PersonFactory, make_draft, small_content

#: Evenly spread: Hypothesis by itself would mostly choose the first.
WHICH = st.randoms(use_true_random=True).map(lambda chance: chance.randrange(100))


class World(RuleBasedStateMachine):
    """One rubric and three people. The database is as it was after each example."""

    #: How often each verb was carried out, and how often it was refused.
    done: ClassVar[Counter] = Counter()
    refused: ClassVar[Counter] = Counter()

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now = NOON
        self.seen = {}
        self.turn = 0

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize()
    def begin(self):
        self.people = [PersonFactory() for _ in range(3)]
        rules = replace(
            small_content().rules, points_to_pass=Decimal(7), pooling=Pooling.MEDIAN
        )
        draft = make_draft(rules=rules)
        self.rubric = draft.rubric
        publishing.publish_version(version=draft, at=NOON)

    def attempt(self, verb, **values):
        """Refusals are half of the life of a rubric; anything else is a fault."""
        self.now += timedelta(minutes=7)
        try:
            with transaction.atomic():
                verb(**values, at=self.now)
        except RubricError as refusal:
            self.refused[type(refusal).__name__] += 1
        else:
            self.done[verb.__name__] += 1

    def seldom(self):
        """Now and then a step is tried that will be refused."""
        return self.turn % 8 == 7

    def pick(self, rows, which, fit=None):
        """One of the rows; one that fits, but for the seldom times."""
        if fit is not None and not self.seldom() and fit.exists():
            rows = fit
        count = rows.count()
        return rows.order_by("pk")[which % count] if count else None

    def versions(self):
        return RubricVersion.objects.filter(rubric__in=[self.rubric])

    def person(self, which):
        return self.people[which % len(self.people)]

    @rule(which=WHICH)
    def erase_a_person(self, which):
        get_user_model().objects.get(pk=self.person(which).pk).delete()
        self.people[which % len(self.people)] = PersonFactory()
