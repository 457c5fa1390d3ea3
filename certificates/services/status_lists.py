"""Keep the published status lists in step with the events, and sign them."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from .. import keys
from ..credentials.lists import list_of, signed_forms
from ..doors import ANSWERS
from ..enums import ListPurpose
from ..models import Certificate, StatusList
from .keeping_keys import publish_key

VALID_FOR = timedelta(hours=24)
# Signed anew while the last form still holds for this long.
AHEAD = timedelta(hours=8)
BITS = {
    purpose: [
        status
        for status, answer in ANSWERS.items()
        if getattr(answer, f"{purpose.value}_bit")
    ]
    for purpose in ListPurpose
}


def mark_changed(certificate: Certificate) -> None:
    """Say that a bit may have moved; called in the event's own transaction."""
    for purpose in ListPurpose:
        number = getattr(certificate, f"{purpose.value}_list")
        row = StatusList.objects.filter(purpose=purpose, number=number)
        if not row.update(changes=F("changes") + 1):
            StatusList.objects.get_or_create(purpose=purpose, number=number)
            row.update(changes=F("changes") + 1)


def places_of(purpose: ListPurpose, number: int) -> list[int]:
    """The indexes whose bit is set now."""
    rows = Certificate.objects.filter(
        **{f"{purpose.value}_list": number}, status__in=BITS[purpose]
    )
    return list(rows.order_by().values_list(f"{purpose.value}_index", flat=True))


def is_known(purpose: ListPurpose, number: int) -> bool:
    """Whether a certificate has a place in the list; the first one always exists."""
    in_list = Certificate.objects.filter(**{f"{purpose.value}_list": number})
    return number == 1 or in_list.exists()


def forms_of(
    *, purpose: ListPurpose, number: int, at: datetime | None = None
) -> tuple[dict[str, Any], str]:
    """Both signed forms of a list as it is now; nothing is written.

    What was stored is given while no event came after it; else the list is signed anew,
    about twenty milliseconds.
    """
    at = at or timezone.now()
    row = StatusList.objects.filter(purpose=purpose, number=number).first()
    if row and row.signed_changes == row.changes and (row.valid_until or at) > at:
        return row.document or {}, row.token
    return _sign(purpose, number, at)


def sign_due_lists(*, at: datetime | None = None) -> int:
    """Store fresh forms of every list that changed or soon ends; how many were signed."""
    at = at or timezone.now()
    publish_key(key=keys.credential_key(), at=at)
    for purpose in ListPurpose:
        StatusList.objects.get_or_create(purpose=purpose, number=1)
    due = StatusList.objects.filter(
        Q(signed_changes=None)
        | ~Q(signed_changes=F("changes"))
        | Q(valid_until__lte=at + AHEAD)
    )
    count = 0
    for row in due:
        document, token = _sign(ListPurpose(row.purpose), row.number, at)
        # An event that came meanwhile leaves the list due.
        count += StatusList.objects.filter(pk=row.pk, changes=row.changes).update(
            document=document,
            token=token,
            signed_changes=row.changes,
            valid_until=at + VALID_FOR,
        )
    return count


def _sign(
    purpose: ListPurpose, number: int, at: datetime
) -> tuple[dict[str, Any], str]:
    document = list_of(
        purpose=purpose,
        number=number,
        places=places_of(purpose, number),
        at=at,
        until=at + VALID_FOR,
    )
    return signed_forms(document, key=keys.credential_key(), at=at)
