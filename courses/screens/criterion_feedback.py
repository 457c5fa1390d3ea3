"""What was said on one criterion: by the coach, by oneself and by peers."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.screens.criteria import levels_of
from rubric.enums import Aspect
from rubric.models import Assessment, Criterion, Level, RatingComment


@dataclass(frozen=True, slots=True)
class PeerItem:
    """What one peer said; nothing here tells who."""

    number: int
    level: int | None
    comments: list[RatingComment]


@dataclass(slots=True)
class CriterionFeedback:
    criterion: Criterion
    coach: int | None
    is_rated: bool
    comment: RatingComment | None = None
    own: int | None = None
    previous: int | None = None
    peers: list[PeerItem] = field(default_factory=list)

    @property
    def next(self) -> Level | None:
        """The level above the coach's."""
        above = None if self.coach is None else self.coach + 1
        levels = self.criterion.levels.all()
        return next((level for level in levels if level.value == above), None)

    @property
    def has_gap(self) -> bool:
        """Whether there are two views to compare."""
        views = [self.own, self.coach, *(peer.level for peer in self.peers)]
        return sum(level is not None for level in views) > 1

    @property
    def gap_name(self) -> str:
        """The three views in words, for those who don't see the drawing."""
        named = [(_("Own level %(level)d"), self.own)]
        named += [(_("Peer level %(level)d"), peer.level) for peer in self.peers]
        named += [(_("Coach level %(level)d"), self.coach)]
        return ", ".join(
            text % {"level": level} for text, level in named if level is not None
        )

    @property
    def gap_text(self) -> str:
        if self.own is None or self.coach is None:
            return ""
        distance = self.own - self.coach
        if distance == 0:
            return _("You and your coach chose the same level.")
        if distance > 0:
            text = ngettext(
                "Your rating was %(levels)d level above your coach's.",
                "Your rating was %(levels)d levels above your coach's.",
                distance,
            )
        else:
            text = ngettext(
                "Your rating was %(levels)d level below your coach's.",
                "Your rating was %(levels)d levels below your coach's.",
                -distance,
            )
        return text % {"levels": abs(distance)}


def peer_items(assessments: Iterable[Assessment], key: str) -> list[PeerItem]:
    """What each peer said on the criterion; a number tells them apart."""
    items = []
    for number, assessment in enumerate(assessments, start=1):
        comments = [
            comment
            for asked in assessment.asked.all()
            if asked.criterion.key == key
            for comment in asked.comments.all()
            if comment.aspect != Aspect.GENERAL and comment.text
        ]
        level = levels_of(assessment).get(key)
        if level is not None or comments:
            items.append(PeerItem(number, level, comments))
    return items


def general_comments(assessment: Assessment | None) -> dict[str, RatingComment]:
    """The plain comments of an assessment, by the key of the criterion."""
    if assessment is None:
        return {}
    return {
        asked.criterion.key: comment
        for asked in assessment.asked.all()
        for comment in asked.comments.all()
        if comment.aspect == Aspect.GENERAL and comment.text
    }
