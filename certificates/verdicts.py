"""What a page says about a certificate: its state, since when, why, in which words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import doors
from .enums import PageState, State, Status
from .models import Certificate, StatusEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Heading, word for a list, icon and the tones of the page and of the tag."""

    heading: str | Promise
    word: str | Promise
    icon: str
    tone: str = ""
    tag: str = ""


LOOKS: Mapping[PageState, Look] = {
    PageState.VALID: Look(
        heading=_("The certificate is genuine and valid"),
        word=_("Valid"),
        icon="circle-check",
        tag="tag-ok",
    ),
    PageState.EXPIRED: Look(
        heading=_("The certificate is genuine but has expired"),
        word=_("Expired"),
        icon="history",
        tone="proof-next",
        tag="tag-next",
    ),
    PageState.SUSPENDED: Look(
        heading=_("The certificate is suspended"),
        word=_("Suspended"),
        icon="history",
        tone="proof-next",
        tag="tag-next",
    ),
    PageState.REVOKED: Look(
        heading=_("The certificate has been revoked"),
        word=_("Revoked"),
        icon="circle-x",
        tone="proof-stop",
        tag="tag-stop",
    ),
    PageState.SUPERSEDED: Look(
        heading=_("The certificate has been replaced by a new one"),
        word=_("Replaced"),
        icon="history",
        tone="proof-next",
        tag="tag-next",
    ),
    PageState.WITHDRAWN: Look(
        heading=_("The certificate is no longer available"),
        word=_("Withdrawn"),
        icon="circle-x",
        tone="proof-off",
    ),
    PageState.UNKNOWN: Look(
        heading=_("No certificate has this code"),
        word=_("Unknown"),
        icon="search",
        tone="proof-off",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    answer: doors.Answer
    event: StatusEvent | None = None

    @property
    def page(self) -> PageState:
        return self.answer.page

    @property
    def look(self) -> Look:
        return LOOKS[self.page]

    @property
    def shows_facts(self) -> bool:
        return self.page not in (PageState.WITHDRAWN, PageState.UNKNOWN)

    @property
    def is_open(self) -> bool:
        """The file can still be used as a proof, if perhaps an expired one."""
        return self.page in (PageState.VALID, PageState.EXPIRED)


def answer_for(certificate: Certificate, *, at: datetime) -> doors.Answer:
    return doors.answer(
        state=State(certificate.state),
        status=Status(certificate.status),
        valid_until=certificate.valid_until,
        at=at,
    )


def verdict(certificate: Certificate, *, at: datetime) -> Verdict:
    """Judge a certificate; the event that closed it comes along."""
    answer = answer_for(certificate, at=at)
    closed = answer.page not in (PageState.VALID, PageState.EXPIRED, PageState.UNKNOWN)
    return Verdict(
        answer=answer,
        event=certificate.events.order_by("pk").last() if closed else None,
    )


def successor_of(certificate: Certificate) -> Certificate | None:
    """The last certificate of the line that took this one's place, when it is public."""
    found, newer = None, certificate
    while newer.status == Status.SUPERSEDED:
        after = Certificate.objects.filter(supersedes=newer).first()
        if after is None:
            break
        newer = found = after
    hidden = (Status.WITHDRAWN, Status.ERASED)
    if found is None or found.state != State.READY or found.status in hidden:
        return None
    return found
