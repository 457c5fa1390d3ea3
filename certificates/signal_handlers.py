"""What this app does when its own signals come: hands a waiting job to the workers."""

from typing import Any

from .models import Certificate, IssueJob
from .tasks import produce_certificate, sign_status_lists


def hand_over(sender: type[IssueJob], job: IssueJob, **kwargs: Any) -> None:
    produce_certificate.enqueue(str(job.certificate_id))


def renew_lists(sender: type[Certificate], **kwargs: Any) -> None:
    """An event may have moved a bit: the status lists are signed anew."""
    sign_status_lists.enqueue()
