"""What a coach may decide on a round, by the levels given.

- Accept an exercise: every criterion asked is at least at the minimum level and each
  could be assessed. The portfolio is accepted exactly when the rubric's rules pass it.
- Return: always possible below that; at or above it only when a part of the prompt is
  unanswered, and that part is named. A higher level is never a condition.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.enums import DecisionOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What a decision rests on. `meets_rules` is the outcome of the rubric's rules."""

    meets_rules: bool
    is_whole: bool = False
    #: Names of the criteria below the minimum level or not assessable.
    below: Sequence[str] = ()
    #: Names of the criteria that have no rating yet.
    unrated: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the coach wants, with the parts of the prompt that are unanswered."""

    outcome: str
    unanswered: Sequence[str] = ()
    missing: str = ""

    @property
    def names_a_part(self) -> bool:
        return bool(self.unanswered) or bool(self.missing.strip())


def refusal(grounds: Grounds, wish: Wish) -> str | None:
    """Why the decision isn't possible, in words for the coach; None when it is."""
    if grounds.unrated:
        return _("Rate these criteria first: %(names)s.") % {
            "names": ", ".join(grounds.unrated)
        }
    if wish.outcome == DecisionOutcome.ACCEPTED:
        return _accepting(grounds, wish)
    if grounds.meets_rules and not wish.names_a_part:
        return _(
            "The levels are enough to pass. Return the answer only when a part of the "
            "prompt is unanswered, and name that part."
        )
    return None


def _accepting(grounds: Grounds, wish: Wish) -> str | None:
    if wish.names_a_part:
        return _(
            "You named a part of the prompt as unanswered. Return the answer, or take "
            "the part away and pass it."
        )
    if grounds.meets_rules:
        return None
    if grounds.below:
        return _(
            "The answer passes when every criterion is at least at the minimum level "
            "and could be assessed. Not yet: %(names)s."
        ) % {"names": ", ".join(grounds.below)}
    return _(
        "The weighted mean of the levels is below the limit, so the portfolio can't be "
        "passed yet. Return it and say what to improve."
    )
