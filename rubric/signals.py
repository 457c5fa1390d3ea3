"""Announcements of the rubric, sent after commit. A receiver may miss one: what must
happen has to be found again in the tables."""

from django.dispatch import Signal

# Arguments: version.
rubric_published = Signal()
# Arguments: assessment.
assessment_submitted = Signal()

# Asked before a version is published, so that people see whom it touches.
# Arguments: version. A receiver returns a list of `rubric.impact.Usage`; the protocol
# is told there.
usage_asked = Signal()
# Arguments: keys, language. Asked at once, not after commit: a host answers what it
# calls these parts of a work, as a mapping from key to name.
part_names_asked = Signal()
