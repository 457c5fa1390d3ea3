"""What the workers run. Every task may be delivered twice."""

from django.tasks import task


@task()
def produce_certificate(certificate_id: str) -> None:
    """Make the files of one certificate."""
    from .services.producing import produce

    produce(certificate_id=int(certificate_id))


@task()
def sweep() -> int:
    """Enqueue again what a lost message or a dead worker left behind."""
    from .services.jobs import sweep_left_behind

    return sweep_left_behind()
