"""Whether a person has done everything, and what follows then."""

from datetime import datetime

from courses.models import Completion, Enrolment


def complete_if_ready(
    *, enrolment: Enrolment, at: datetime | None = None
) -> Completion | None:
    return None
