"""Write down for each partner what changed, in the transaction in which it changes."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from ..enums import Change, Event, State, Status
from ..models import Certificate, PartnerChange, PartnerGrant, PartnerOrganisation

#: What a status event is called in the partner's list. Withdrawn and erased are told
#: as a withdrawn grant is: the partner never learns which it was.
TOLD: dict[Event, Change] = {
    Event.SUSPENDED: Change.SUSPENDED,
    Event.RESUMED: Change.RESUMED,
    Event.REVOKED: Change.REVOKED,
    Event.SUPERSEDED: Change.SUPERSEDED,
    Event.WITHDRAWN: Change.GONE,
    Event.ERASED: Change.GONE,
}
#: What a partner is told of a certificate that it may see from now on, by how it stands.
#: Of one that was withdrawn or erased before, it never learns that there was one.
FIRST_TOLD: dict[Status, tuple[Change, ...]] = {
    Status.IN_FORCE: (Change.AVAILABLE,),
    Status.SUSPENDED: (Change.AVAILABLE, Change.SUSPENDED),
    Status.REVOKED: (Change.AVAILABLE, Change.REVOKED),
    Status.SUPERSEDED: (Change.AVAILABLE, Change.SUPERSEDED),
    Status.WITHDRAWN: (),
    Status.ERASED: (),
}
HIDDEN = [status for status, told in FIRST_TOLD.items() if not told]
#: How far back ended grants and certificates are looked for.
LOOK_BACK = timedelta(days=30)


def is_shown_while_held(certificate: Certificate) -> bool:
    """Whether partners with a grant see it, and it stays so until the transaction ends.

    Without the lock on the certificate's row a grant that is given while the files
    become ready would be told by neither of the two. The given row gets the held values.
    """
    held = Certificate.objects.select_for_update(no_key=True).filter(pk=certificate.pk)
    certificate.state, certificate.status = held.values_list("state", "status").get()
    return certificate.state == State.READY and certificate.status not in HIDDEN


@transaction.atomic
def tell_partner(
    *, partner_id: int, certificate: Certificate, kind: Change, at: datetime
) -> PartnerChange:
    """Add one line. Call it in the transaction of the event, after the event's own rows.

    The UPDATE locks the partner's row until that transaction ends, so a smaller number
    never becomes visible after a greater one.
    """
    partner = PartnerOrganisation.objects.filter(pk=partner_id)
    partner.update(last_change=F("last_change") + 1)
    return PartnerChange.objects.create(
        partner_id=partner_id,
        number=partner.values_list("last_change", flat=True).get(),
        certificate=certificate,
        kind=kind,
        at=at,
    )


def tell_of_sharing(*, partner_id: int, certificate: Certificate, at: datetime) -> None:
    """Tell a partner of a certificate that it has not seen yet, and how it stands now."""
    kinds = list(FIRST_TOLD[Status(certificate.status)])
    until = certificate.valid_until
    if kinds == [Change.AVAILABLE] and until is not None and until <= at:
        kinds.append(Change.EXPIRED)
    for kind in kinds:
        tell_partner(partner_id=partner_id, certificate=certificate, kind=kind, at=at)


def tell_all_of_sharing(*, certificate: Certificate, at: datetime) -> None:
    """The same to everybody who waits for its files. Call it once they are ready."""
    is_shown_while_held(certificate)
    for partner_id in _partners_of(certificate, at):
        tell_of_sharing(partner_id=partner_id, certificate=certificate, at=at)


def tell_partners(*, certificate: Certificate, kind: Change, at: datetime) -> None:
    """Tell everybody who has a grant in force for a certificate that is ready."""
    for partner_id in _partners_of(certificate, at):
        tell_partner(partner_id=partner_id, certificate=certificate, kind=kind, at=at)


def _partners_of(certificate: Certificate, at: datetime) -> QuerySet[Any, int]:
    """In one order, so that two events never wait for each other's partner."""
    grants = PartnerGrant.objects.in_force(at).filter(
        certificate=certificate, certificate__state=State.READY
    )
    return grants.order_by("partner_id").values_list("partner", flat=True)


def tell_of_ends(*, at: datetime | None = None) -> int:
    """Tell of what ended by the clock: grants and certificates. Safe to repeat."""
    at = at or timezone.now()
    told = _tell_each(_ended_grants(at), Change.GONE, at)
    return told + _tell_each(_expired(at), Change.EXPIRED, at)


def _ended_grants(at: datetime) -> QuerySet[PartnerGrant]:
    told = _lines(Change.GONE).filter(at__gte=OuterRef("until"))
    ended = PartnerGrant.objects.filter(
        withdrawn_at=None, until__lte=at, until__gt=at - LOOK_BACK
    )
    shown = ended.filter(certificate__state=State.READY)
    return shown.exclude(certificate__status__in=HIDDEN).filter(~Exists(told))


def _expired(at: datetime) -> QuerySet[PartnerGrant]:
    granted = PartnerGrant.objects.in_force(at).filter(
        certificate__state=State.READY,
        certificate__status=Status.IN_FORCE,
        certificate__valid_until__lte=at,
        certificate__valid_until__gt=at - LOOK_BACK,
    )
    return granted.filter(~Exists(_lines(Change.EXPIRED)))


def _lines(kind: Change) -> QuerySet[PartnerChange]:
    return PartnerChange.objects.filter(
        partner=OuterRef("partner"), certificate=OuterRef("certificate"), kind=kind
    )


def _tell_each(grants: QuerySet[PartnerGrant], kind: Change, at: datetime) -> int:
    rows = list(grants.select_related("certificate").order_by("partner_id", "pk"))
    for grant in rows:
        tell_partner(
            partner_id=grant.partner_id,
            certificate=grant.certificate,
            kind=kind,
            at=at,
        )
    return len(rows)
