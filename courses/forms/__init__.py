"""Forms of the learner's screens."""

from courses.forms.certificate import CertificateDetailsForm
from courses.forms.joining import EnrolForm, JoinTeamForm, TeamForm

__all__ = [
    "CertificateDetailsForm",
    "EnrolForm",
    "JoinTeamForm",
    "TeamForm",
]
