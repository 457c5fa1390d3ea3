"""What the workers run for the courses. Every task may be delivered twice."""

from django.tasks import task


@task()
def issue_missing_certificates() -> int:
    """Try again where a completion has got no certificate."""
    from courses.services.awarding import issue_missing

    return issue_missing()
