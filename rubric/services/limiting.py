"""How many documents a client may ask for: a counter row changed by one UPDATE."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from rubric.conf import app_settings
from rubric.exceptions import TooManyPrints
from rubric.models import PrintWindow

WINDOW = timedelta(minutes=10)
KEPT = timedelta(days=1)


def claim_print(*, client: str, at: datetime) -> None:
    """Count one more document. Refuses with `TooManyPrints`, which knows how long to
    wait, when the client has had its share of this window of time."""
    seconds = int(at.timestamp()) % int(WINDOW.total_seconds())
    start = at.replace(microsecond=0) - timedelta(seconds=seconds)
    if _count(client, start) or _begin(client, start) or _count(client, start):
        return
    raise TooManyPrints(start + WINDOW - at)


def _count(client: str, start: datetime) -> bool:
    """Two at once can't both take the last one: the database counts."""
    rows = PrintWindow.objects.filter(
        client=client, starts_at=start, prints__lt=app_settings.print_limit
    )
    return bool(rows.update(prints=F("prints") + 1))


def _begin(client: str, start: datetime) -> bool:
    """The first of a window also sweeps away what nobody asks for any more."""
    if app_settings.print_limit < 1:
        return False
    try:
        with transaction.atomic():
            PrintWindow.objects.create(client=client, starts_at=start, prints=1)
    except IntegrityError:
        return False
    PrintWindow.objects.filter(starts_at__lt=start - KEPT).delete()
    return True
