"""Turn a certificate's status: one event, and every door answers from it at once."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from ..doors import TURNS
from ..enums import Event, Reason
from ..exceptions import StatusConflict, UnknownReason
from ..models import Certificate, StatusEvent
from ..people import Actor
from ..signals import certificate_revoked, certificate_status_changed
from .status_lists import mark_changed
from .telling import TOLD, tell_partners


@transaction.atomic
def change_status(
    *,
    certificate: Certificate,
    event: Event,
    reason_code: str = "",
    by: Actor,
    at: datetime | None = None,
) -> StatusEvent:
    """Write one event and the status it leads to.

    Refuses UnknownReason, and StatusConflict when the event is not possible from the
    certificate's status, which another person may have changed a moment ago.
    """
    if reason_code and reason_code not in Reason.values:
        raise UnknownReason(reason_code)
    at = at or timezone.now()
    before, after = TURNS[event]
    standing = Certificate.objects.filter(pk=certificate.pk, status__in=before)
    if not standing.update(status=after):
        raise StatusConflict(f"{certificate}: {event}")
    certificate.status = after
    row = StatusEvent.objects.create(
        certificate=certificate, kind=event, reason_code=reason_code, by=by, at=at
    )
    tell_partners(certificate=certificate, kind=TOLD[event], at=at)
    mark_changed(certificate)
    transaction.on_commit(partial(_announce, certificate, row))
    return row


def _announce(certificate: Certificate, event: StatusEvent) -> None:
    certificate_status_changed.send_robust(
        Certificate, certificate=certificate, event=event
    )
    if event.kind == Event.REVOKED:
        certificate_revoked.send_robust(
            Certificate, certificate=certificate, event=event
        )


def revoke_certificate(
    *,
    certificate: Certificate,
    reason_code: str,
    by: Actor,
    at: datetime | None = None,
) -> Certificate:
    """End a certificate for good. Refuses UnknownReason and StatusConflict."""
    if not reason_code:
        raise UnknownReason("A revocation needs a reason.")
    change_status(
        certificate=certificate,
        event=Event.REVOKED,
        reason_code=reason_code,
        by=by,
        at=at,
    )
    return certificate


def revoke_many(
    *,
    certificates: Iterable[Certificate],
    reason_code: str,
    by: Actor,
    at: datetime | None = None,
) -> list[Certificate]:
    """Revoke each in a transaction of its own and return the revoked ones.

    One that somebody closed meanwhile is left as it is. Refuses UnknownReason.
    """
    revoked = []
    for certificate in certificates:
        with suppress(StatusConflict):
            revoked.append(
                revoke_certificate(
                    certificate=certificate, reason_code=reason_code, by=by, at=at
                )
            )
    return revoked


def suspend_certificate(
    *,
    certificate: Certificate,
    reason_code: str = Reason.UNDER_REVIEW,
    by: Actor,
    at: datetime | None = None,
) -> Certificate:
    """Close every door until the matter is settled. Refuses as `change_status`."""
    change_status(
        certificate=certificate,
        event=Event.SUSPENDED,
        reason_code=reason_code,
        by=by,
        at=at,
    )
    return certificate


def resume_certificate(
    *,
    certificate: Certificate,
    by: Actor,
    at: datetime | None = None,
) -> Certificate:
    """Open a suspended certificate again. Refuses StatusConflict."""
    change_status(certificate=certificate, event=Event.RESUMED, by=by, at=at)
    return certificate


def withdraw_certificate(
    *,
    certificate: Certificate,
    by: Actor,
    at: datetime | None = None,
) -> Certificate:
    """The holder takes the certificate back, for good. Refuses StatusConflict."""
    change_status(
        certificate=certificate,
        event=Event.WITHDRAWN,
        reason_code=Reason.HOLDER_REQUEST,
        by=by,
        at=at,
    )
    return certificate
