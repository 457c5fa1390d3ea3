"""What the workers run for the courses. Every task may be delivered twice."""

from django.tasks import task

from certificates.models import IssueBatch
from courses.models import Cohort
from courses.services.awarding import issue_missing
from courses.services.cohort_certificates import issue_cohort_batch


@task()
def issue_missing_certificates() -> int:
    """Try again where a completion has got no certificate."""
    return issue_missing()


@task()
def issue_cohort(batch: str, cohort: str) -> int:
    """Issue the missing certificates of one cohort."""
    return issue_cohort_batch(
        batch=IssueBatch.objects.get(uuid=batch), cohort=Cohort.objects.get(uuid=cohort)
    )
