"""What this app does when its own signals come: hands a waiting job to the workers."""

from typing import Any

from .models import IssueJob
from .tasks import produce_certificate


def hand_over(sender: type[IssueJob], job: IssueJob, **kwargs: Any) -> None:
    produce_certificate.enqueue(str(job.certificate_id))
