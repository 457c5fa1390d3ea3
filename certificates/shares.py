"""The rows of a partner's list, as a page, a file and the API show them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from .disclosure import shown_counts
from .doors import OK, answer
from .enums import PageState, State
from .facts import FactSet
from .models import Certificate
from .narrowing import STATES
from .verdicts import LOOKS, Verdict, answer_for

if TYPE_CHECKING:
    from .querysets import CertificateQuerySet


@dataclass(frozen=True, slots=True)
class Share:
    """One certificate as its partner sees it: no answers, no levels, no comments."""

    certificate: Certificate
    facts: FactSet
    facts_language: str
    verdict: Verdict

    @property
    def can_download(self) -> bool:
        return self.verdict.answer.partner == OK


def shares(
    certificates: Iterable[Certificate], *, language: str, at: datetime
) -> Iterator[Share]:
    for certificate in certificates:
        yield Share(
            certificate,
            certificate.facts_in(language),
            certificate.language_near(language),
            Verdict(answer=answer_for(certificate, at=at)),
        )


def counts(rows: "CertificateQuerySet", *, at: datetime) -> list[tuple[str, Any]]:
    """How many of the rows are in which state; None where the count is not shown."""
    groups = (
        rows.order_by()
        .annotate(expired=Q(valid_until__isnull=False, valid_until__lte=at))
        .values_list("status", "expired")
        .annotate(count=Count("pk"))
    )
    # All of them always: a state that is named only when somebody is in it would tell.
    found = Counter(dict.fromkeys(STATES, 0))
    for status, expired, count in groups:
        until = at if expired else None
        page = answer(state=State.READY, status=status, valid_until=until, at=at).page
        found[page] += count
    shown = shown_counts(found).parts
    return [(str(LOOKS[page].word), shown[page]) for page in PageState if page in shown]
