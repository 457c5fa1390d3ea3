"""How many wrong codes a client may ask for: a counter row changed by one UPDATE."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from ..conf import app_settings
from ..models import MissWindow

WINDOW = timedelta(minutes=10)
KEPT = timedelta(days=1)


def window_start(at: datetime) -> datetime:
    seconds = int(at.timestamp()) % int(WINDOW.total_seconds())
    return at.replace(microsecond=0) - timedelta(seconds=seconds)


def is_over_limit(*, client: str, at: datetime, most: int | None = None) -> bool:
    """One look-up; nothing is written for people who ask for codes that exist."""
    limit = app_settings.miss_limit if most is None else most
    spent = MissWindow.objects.filter(
        client=client, starts_at=window_start(at), misses__gte=limit
    )
    return spent.exists()


def count_miss(*, client: str, at: datetime) -> None:
    start = window_start(at)
    row = MissWindow.objects.filter(client=client, starts_at=start)
    if row.update(misses=F("misses") + 1):
        return
    try:
        with transaction.atomic():
            MissWindow.objects.create(client=client, starts_at=start, misses=1)
    except IntegrityError:
        row.update(misses=F("misses") + 1)


def forget_old_windows(*, at: datetime) -> int:
    deleted, _rows = MissWindow.objects.filter(starts_at__lt=at - KEPT).delete()
    return deleted
