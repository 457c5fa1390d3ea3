"""The life of one rubric: every verb in any order, with what was promised."""

from typing import ClassVar

from hypothesis.stateful import invariant

from tests.rubric.life_assessments import Assessments
from tests.rubric.life_promises import Promises
from tests.rubric.life_versions import Versions


class Life(Versions, Assessments, Promises):
    steps: ClassVar[int] = 0

    @invariant()
    def a_step_was_taken(self):
        Life.steps += 1
