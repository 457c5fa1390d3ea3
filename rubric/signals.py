"""Announcements of the rubric, sent after commit. A receiver may miss one: what must
happen has to be found again in the tables."""

from django.dispatch import Signal

# Arguments: version.
rubric_published = Signal()
# Arguments: assessment.
assessment_submitted = Signal()
