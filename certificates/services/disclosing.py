"""Write down what a partner was shown or given, before it leaves."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from ..conf import app_settings
from ..enums import Door
from ..models import Certificate, DownloadLog, PartnerChange, PartnerOrganisation
from ..people import Actor

#: Above this many, the day's lines are read whole instead of by their keys.
MANY = 500


def record_download(
    *,
    certificate: Certificate,
    language: str,
    door: Door,
    by: Actor,
    partner: PartnerOrganisation | None = None,
    at: datetime | None = None,
) -> DownloadLog:
    """Write down that a file left, before its bytes do."""
    return DownloadLog.objects.create(
        certificate=certificate,
        partner=partner,
        user=by,
        language=language,
        door=door,
        at=at or timezone.now(),
    )


def record_files(
    *,
    files: Iterable[tuple[int, str]],
    door: Door,
    by: Actor,
    partner: PartnerOrganisation,
    at: datetime | None = None,
) -> int:
    """One line for each file, given as certificate's key and language: every time."""
    at = at or timezone.now()
    lines = [
        DownloadLog(
            certificate_id=certificate_id,
            partner=partner,
            user=by,
            language=language,
            door=door,
            at=at,
        )
        for certificate_id, language in files
    ]
    return len(DownloadLog.objects.bulk_create(lines))


def record_listing(
    *,
    shown: Sequence[int],
    door: Door,
    by: Actor,
    partner: PartnerOrganisation,
    at: datetime | None = None,
) -> int:
    """One line for each certificate that was listed, once a day, person and door.

    A page that is opened again the same day tells nothing new. Two who open it in the
    same moment may leave two lines.
    """
    at = at or timezone.now()
    told = DownloadLog.objects.filter(
        partner=partner, door=door, user=by, at__gte=_morning(at)
    )
    if len(shown) <= MANY:
        told = told.filter(certificate__in=shown)
    known = set(told.values_list("certificate", flat=True))
    new = [(pk, "") for pk in shown if pk not in known]
    return record_files(files=new, door=door, by=by, partner=partner, at=at)


def forget_old_lines(*, at: datetime | None = None) -> int:
    """Drop log lines and partners' changes whose time of keeping is over."""
    limit = (at or timezone.now()) - timedelta(days=app_settings.log_days)
    logged, _rows = DownloadLog.objects.filter(at__lt=limit).delete()
    told, _rows = PartnerChange.objects.filter(at__lt=limit).delete()
    return logged + told


def _morning(at: datetime) -> datetime:
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
