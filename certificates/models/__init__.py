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
from .partner import Invitation, Issuer, Membership, PartnerOrganisation
from .sharing import ApiToken, PartnerChange
from .template import CertificateTemplate, CertificateTemplateVersion
from .template_rows import TemplateLogo, TemplateSignatory

__all__ = [
    "ApiToken",
    "Certificate",
    "CertificateFile",
    "CertificateTemplate",
    "CertificateTemplateVersion",
    "DownloadLog",
    "ExpiryReminder",
    "Invitation",
    "IssueBatch",
    "IssueJob",
    "Issuer",
    "Membership",
    "MissWindow",
    "PartnerChange",
    "PartnerGrant",
    "PartnerOrganisation",
    "PublicKey",
    "StatusEvent",
    "StatusList",
    "TemplateLogo",
    "TemplateSignatory",
]
