"""A partner's list of changes, read on from a number."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from .enums import Change
from .exceptions import CursorTooOld
from .models import Certificate, PartnerChange, PartnerOrganisation

MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`cursor` is where the next reading goes on; numbers may be left out between."""

    lines: list[PartnerChange]
    cursor: int
    has_more: bool


def read(
    partner: PartnerOrganisation, *, since: int, at: datetime, most: int = MOST
) -> Page:
    """The changes after a number, oldest first. Refuses CursorTooOld.

    Of a certificate that the partner may no longer see only the line that says so is
    left: why it went, and what happened to it before, is nobody's business any more.
    """
    # Before the lines: what is added between the two readings is not missed.
    partner.refresh_from_db(fields=["last_change"])
    rows = list(_after(partner, since)[: most + 1])
    # Numbers have no gaps, so the next one must be there when there is any.
    if rows[0].number != since + 1 if rows else partner.last_change != since:
        raise CursorTooOld(since)
    page, has_more = rows[:most], len(rows) > most
    return Page(
        lines=_tellable(partner, page, at),
        cursor=page[-1].number if page else since,
        has_more=has_more,
    )


def latest(
    partner: PartnerOrganisation,
    *,
    at: datetime,
    before: int | None = None,
    most: int = 5,
) -> Page:
    """The newest changes first, for people; `cursor` is where older ones go on."""
    rows = PartnerChange.objects.filter(partner=partner).order_by("-number")
    if before is not None:
        rows = rows.filter(number__lt=before)
    found = list(rows.select_related("certificate")[: most + 1])
    page = found[:most]
    return Page(
        lines=_tellable(partner, page, at),
        cursor=page[-1].number if page else 0,
        has_more=len(found) > most,
    )


def _after(partner: PartnerOrganisation, since: int) -> QuerySet[PartnerChange]:
    rows = PartnerChange.objects.filter(partner=partner, number__gt=since)
    return rows.order_by("number").select_related("certificate")


def _tellable(
    partner: PartnerOrganisation, rows: list[PartnerChange], at: datetime
) -> list[PartnerChange]:
    shared = Certificate.objects.shared_with(partner, at)
    visible = set(
        shared.filter(pk__in={row.certificate_id for row in rows}).values_list(
            "pk", flat=True
        )
    )
    return [
        row for row in rows if row.certificate_id in visible or row.kind == Change.GONE
    ]
