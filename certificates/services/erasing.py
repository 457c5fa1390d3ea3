"""Erase what a certificate says of a person; its code goes on answering 'withdrawn'."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from django.db import models, transaction

from valmentamo import freezing

from .. import filing
from ..enums import Event, Reason
from ..facts import from_json, to_json
from ..models import (
    Certificate,
    CertificateFile,
    DownloadLog,
    IssueJob,
    PartnerGrant,
    StatusEvent,
)
from ..people import Actor
from .status import change_status

# Where a holder stands as the one who did something with the own certificate.
ACTED: tuple[tuple[type[models.Model], str], ...] = (
    (DownloadLog, "user"),
    (StatusEvent, "by"),
    (PartnerGrant, "given_by"),
)


@transaction.atomic
def erase_certificate(
    *, certificate: Certificate, by: Actor, at: datetime | None = None
) -> Certificate:
    """Take away the name, the personal facts, the credential, the files, and the holder's
    account from the rows of what the holder did with them.

    Code, status indexes, hashes and events as such stay: the page answers 'withdrawn', and the
    bit in the status list is set. Refuses StatusConflict for one that was erased before.
    """
    change_status(
        certificate=certificate,
        event=Event.ERASED,
        reason_code=Reason.HOLDER_REQUEST,
        by=by,
        at=at,
    )
    holder = certificate.recipient_id
    keys = list(certificate.files.values_list("storage_key", flat=True))
    with freezing.lifted():
        _rows(Certificate).filter(pk=certificate.pk).update(
            recipient=None,
            printed_name="",
            holder_salt="",
            holder_hash="",
            refusal_reason="",
            facts={lang: _impersonal(data) for lang, data in certificate.facts.items()},
        )
        _rows(CertificateFile).filter(certificate=certificate).update(credential=None)
        _let_go(certificate, holder)
    transaction.on_commit(partial(_delete_files, keys))
    certificate.refresh_from_db()
    return certificate


def _let_go(certificate: Certificate, holder: Any) -> None:
    """No row beside the certificate leads to its holder's account any more."""
    IssueJob.objects.filter(certificate=certificate).update(last_error="")
    if holder is None:
        return
    for model, person in ACTED:
        rows = _rows(model).filter(**{"certificate": certificate, person: holder})
        rows.update(**{person: None})


def _rows(model: type[models.Model]) -> models.QuerySet[Any]:
    """A plain queryset: the triggers are lifted, the app's own refusals are not asked."""
    return models.QuerySet(model)


def _impersonal(data: dict[str, Any]) -> dict[str, Any]:
    """The training stays for the statistics; what was the person's own goes."""
    return to_json(
        replace(
            from_json(data),
            learner_organisation="",
            partner="",
            innovation="",
            counts=(),
            levels=(),
        )
    )


def _delete_files(keys: list[str]) -> None:
    for key in keys:
        filing.storage().delete(key)
