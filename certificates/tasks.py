"""What the workers run. Every task may be delivered twice."""

from django.tasks import task
from django.utils import timezone

from .services.auditing import sweep_orphans
from .services.disclosing import forget_old_lines
from .services.expiring import remind_of_expiry
from .services.jobs import sweep_left_behind
from .services.limiting import forget_old_windows
from .services.producing import produce
from .services.status_lists import sign_due_lists
from .services.telling import tell_of_ends


@task()
def produce_certificate(certificate_id: str) -> None:
    """Make the files of one certificate."""
    produce(certificate_id=int(certificate_id))


@task()
def sweep() -> int:
    """Enqueue again what a lost message or a dead worker left behind, and forget who
    asked for wrong codes long ago."""
    forget_old_windows(at=timezone.now())
    return sweep_left_behind()


@task()
def sweep_files() -> int:
    """Take away stored files that no row names."""
    return sweep_orphans()


@task()
def remind() -> int:
    """Tell holders whose certificate comes to its end."""
    return remind_of_expiry()


@task()
def tell_ends() -> int:
    """Tell partners what ended by the clock."""
    return tell_of_ends()


@task()
def prune() -> int:
    """Forget who received what when its time of keeping is over."""
    return forget_old_lines()


@task()
def sign_status_lists() -> int:
    """Sign anew the status lists that an event changed or that soon end."""
    return sign_due_lists()
