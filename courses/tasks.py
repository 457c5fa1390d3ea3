"""What the workers run for the courses. Every task may be delivered twice."""

from django.tasks import task

from courses.services.awarding import issue_missing


@task()
def issue_missing_certificates() -> int:
    """Try again where a completion has got no certificate."""
    return issue_missing()
