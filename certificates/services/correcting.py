"""What staff do with a certificate that could not be made."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..enums import State
from ..exceptions import NeedsCorrection, NotRefused, UnprintableText
from ..facts import from_json, to_json, with_texts
from ..models import Certificate
from ..naming import printable_name, tidy
from ..people import Actor
from ..printing import faults_in
from .jobs import begin_job


@transaction.atomic
def correct_refused(
    *,
    certificate: Certificate,
    name: str,
    texts: Mapping[str, Mapping[str, str]] | None = None,
    by: Actor = None,
    at: datetime | None = None,
) -> Certificate:
    """Give a refused certificate another printed name or other texts and make it again.

    `texts` are the new ones by language and place, as `facts.texts_of` names them.
    Refuses UnprintableName, UnprintableText, and NotRefused when it is being made or was
    made.
    """
    printed = printable_name(name)
    facts = _corrected(certificate, texts or {})
    _make_again(certificate, at=at, printed_name=printed, facts=facts)
    return certificate


def _corrected(
    certificate: Certificate, texts: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    changed = {
        language: with_texts(
            from_json(data),
            {place: tidy(t) for place, t in texts.get(language, {}).items()},
        )
        for language, data in certificate.facts.items()
    }
    if faults := faults_in(changed.values()):
        raise UnprintableText(" ".join(faults))
    return {language: to_json(facts) for language, facts in changed.items()}


@transaction.atomic
def try_again(
    *,
    certificate: Certificate,
    by: Actor = None,
    at: datetime | None = None,
) -> Certificate:
    """Let a refused certificate be made again, after staff removed the cause.

    Refuses NotRefused, and NeedsCorrection for one whose name or texts were refused at
    issue.
    """
    if certificate.state == State.REFUSED and not was_tried(certificate):
        raise NeedsCorrection(str(certificate))
    _make_again(certificate, at=at)
    return certificate


def was_tried(certificate: Certificate) -> bool:
    """Whether the making was begun: what can't be printed is refused before."""
    return hasattr(certificate, "job")


def _make_again(
    certificate: Certificate, *, at: datetime | None, **changes: Any
) -> None:
    """One of two who correct at once wins; the other is told NotRefused."""
    refused = Certificate.objects.refused().filter(pk=certificate.pk)
    if not refused.update(state=State.PENDING, refusal_reason="", **changes):
        raise NotRefused(str(certificate))
    certificate.refresh_from_db()
    begin_job(certificate, at=at or timezone.now())
