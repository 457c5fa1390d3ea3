"""The rows that an issue writes together, with a fresh code and free status indexes."""

import secrets

from django.db import IntegrityError, transaction
from django.db.models import Max

from ..enums import Event, Reason, State
from ..exceptions import NoFreeCode
from ..models import Certificate, StatusEvent
from ..numbering import new_code
from ..people import Actor
from .jobs import announce_refusal, begin_job
from .sharing import GrantTerms, grant_to_partner
from .status import change_status

# Entries of one status list.
LIST_SIZE = 131_072
TRIES = 20


def insert_once(
    draft: Certificate,
    *,
    grants: tuple[GrantTerms, ...],
    by: Actor,
) -> Certificate:
    """Write the draft and what stands beside it, or return what has its key already.

    Refuses NoFreeCode.
    """
    for _try in range(TRIES):
        if _insert(draft, grants=grants, by=by):
            return draft
        if found := Certificate.objects.filter(issue_key=draft.issue_key).first():
            return found
    raise NoFreeCode(draft.issue_key)


def _insert(
    draft: Certificate,
    *,
    grants: tuple[GrantTerms, ...],
    by: Actor,
) -> bool:
    """Write all rows with a fresh code and free indexes, or none on a collision."""
    draft.pk, draft.code = None, new_code()
    draft.revocation_list, draft.revocation_index = _free_index("revocation")
    draft.suspension_list, draft.suspension_index = _free_index("suspension")
    draft.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
            _write_beside(draft, grants=grants, by=by)
    except IntegrityError:
        return False
    return True


def _free_index(purpose: str) -> tuple[int, int]:
    """Pick a random free place, so that it tells nothing about who finished when.

    Eight places are looked at; when all are taken, the list is full enough and the next
    one is begun.
    """
    list_field, index_field = f"{purpose}_list", f"{purpose}_index"
    rows = Certificate.objects.order_by()
    number = rows.aggregate(last=Max(list_field))["last"] or 1
    wanted = [secrets.randbelow(LIST_SIZE) for _place in range(8)]
    taken = set(
        rows.filter(**{list_field: number, f"{index_field}__in": wanted}).values_list(
            index_field, flat=True
        )
    )
    free = [index for index in wanted if index not in taken]
    return (number, free[0]) if free else (number + 1, wanted[0])


def _write_beside(
    certificate: Certificate,
    *,
    grants: tuple[GrantTerms, ...],
    by: Actor,
) -> None:
    at = certificate.issued_at
    StatusEvent.objects.create(certificate=certificate, kind=Event.ISSUED, by=by, at=at)
    if old := certificate.supersedes:
        change_status(
            certificate=old,
            event=Event.SUPERSEDED,
            reason_code=Reason.CORRECTED,
            by=by,
            at=at,
        )
    for terms in grants:
        grant_to_partner(certificate=certificate, terms=terms, by=by, at=at)
    if certificate.state == State.PENDING:
        begin_job(certificate, at=at)
    else:
        announce_refusal(certificate)
