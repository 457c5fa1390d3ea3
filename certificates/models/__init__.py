"""The tables of the certificates app."""

from .certificate import (
    Certificate,
    CertificateFile,
    ExpiryReminder,
    IssueBatch,
)
from .event import DownloadLog, StatusEvent
from .grant import PartnerGrant
from .job import IssueJob, MissWindow
from .key import PublicKey, StatusList
from .partner import Issuer, Membership, PartnerOrganisation
from .template import CertificateTemplate, CertificateTemplateVersion

__all__ = [
    "Certificate",
    "CertificateFile",
    "CertificateTemplate",
    "CertificateTemplateVersion",
    "DownloadLog",
    "ExpiryReminder",
    "IssueBatch",
    "IssueJob",
    "Issuer",
    "Membership",
    "MissWindow",
    "PartnerGrant",
    "PartnerOrganisation",
    "PublicKey",
    "StatusEvent",
    "StatusList",
]
