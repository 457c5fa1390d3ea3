"""Whom a new version touches. The rubric knows no course, so it asks the host.

A host connects a receiver to `signals.usage_asked` and returns a list of `Usage`:

    @receiver(usage_asked)
    def tell(sender, version, **kwargs):
        return [Usage(kind=UsageKind.DRAFT, label="Course X", count=3, url="/x/")]

`version` is the one that is about to be published; `version.rubric.versions` are those
that work may hang on. A receiver only reads: nothing is scored anew and nothing moves to
the new version by itself. One that raises, or answers something else, is logged and the
page says by name that it could not be asked.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from rubric.signals import usage_asked

logger = logging.getLogger(__name__)


class UsageKind(models.TextChoices):
    EXERCISE = "exercise", _("Exercises that use a criterion")
    DRAFT = "draft", _("Answers being written")
    REVIEW = "review", _("Work being assessed")
    RESULT = "result", _("Results")
    CERTIFICATE = "certificate", _("Certificates")


@dataclass(frozen=True, slots=True)
class Usage:
    """Something of the host that hangs on a version of the rubric.

    `criterion_uuid` says which criterion it uses, where it uses one.
    """

    kind: UsageKind
    label: str
    count: int
    criterion_uuid: UUID | None = None
    url: str = ""


@dataclass(frozen=True)
class Impact:
    usages: tuple[Usage, ...] = ()
    #: Names of the receivers that could not be asked.
    silent: tuple[str, ...] = ()

    def of_kind(self, kind: UsageKind) -> list[Usage]:
        return [usage for usage in self.usages if usage.kind == kind]

    def count(self, kind: UsageKind) -> int:
        return sum(usage.count for usage in self.of_kind(kind))


def ask(version: Any) -> Impact:
    """Collect the answers of every host that listens."""
    usages: list[Usage] = []
    silent: list[str] = []
    answers = usage_asked.send_robust(sender=type(version), version=version)
    for receiver, answer in answers:
        if isinstance(answer, Exception):
            # Django has logged it with its traceback.
            silent.append(_name(receiver))
        elif not _is_answer(answer):
            logger.error("%s answered no list of Usage", _name(receiver))
            silent.append(_name(receiver))
        else:
            usages += answer
    return Impact(tuple(usages), tuple(silent))


def _is_answer(answer: object) -> bool:
    return isinstance(answer, Iterable) and all(isinstance(u, Usage) for u in answer)


def _name(receiver: Callable[..., Any]) -> str:
    name = getattr(receiver, "__qualname__", type(receiver).__qualname__)
    return f"{receiver.__module__}.{name}"
