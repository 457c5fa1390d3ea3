"""The fixed lists of the certificates app: states, events, reasons, roles, doors."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartnerKind(models.TextChoices):
    EMPLOYER = "employer", _("Employer")
    FUNDER = "funder", _("Funder")
    SCHOOL = "school", _("School")


class Role(models.TextChoices):
    MEMBER = "member", _("Member: sees and downloads")
    MANAGER = "manager", _("Manager: also looks after the members")


class Layout(models.TextChoices):
    LANDSCAPE = "landscape", _("Landscape")
    PORTRAIT = "portrait", _("Portrait")


class State(models.TextChoices):
    """How far the making of the files has come. Pending and refused are not public."""

    PENDING = "pending", _("Being made")
    READY = "ready", _("Ready")
    REFUSED = "refused", _("Could not be made")


class Status(models.TextChoices):
    """What the last status event left the certificate in; expiry is a matter of time."""

    IN_FORCE = "in_force", _("Valid")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ERASED = "erased", _("Erased")


class Event(models.TextChoices):
    ISSUED = "issued", _("Issued")
    SUSPENDED = "suspended", _("Suspended")
    RESUMED = "resumed", _("Resumed")
    REVOKED = "revoked", _("Revoked")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ERASED = "erased", _("Erased")


class Reason(models.TextChoices):
    """The neutral list: what the public may read. Never that a name changed."""

    WRONG_GROUNDS = "wrong_grounds", _("the certificate was given on wrong grounds")
    CORRECTED = "corrected", _("the details of the certificate were corrected")
    UNDER_REVIEW = "under_review", _("the organiser is looking into the certificate")
    TECHNICAL = "technical", _("there was a technical fault in the certificate")
    HOLDER_REQUEST = "holder_request", _("the holder asked for it")


class PageState(models.TextChoices):
    """What the public page answers."""

    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Expired")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    UNKNOWN = "unknown", _("Unknown")


class Basis(models.TextChoices):
    CONSENT = "consent", _("Consent of the holder")
    PUBLIC_TASK = "public_task", _("Task of the centre, told before enrolment")


class Door(models.TextChoices):
    """Through which door something about a certificate left."""

    HOLDER = "holder", _("Holder's own download")
    PARTNER = "partner", _("Partner's download")
    LIST = "list", _("Partner's list")
    CSV = "csv", _("List as a CSV file")
    XLSX = "xlsx", _("List as an Excel file")
    ZIP = "zip", _("File in a ZIP package")
    FEED = "feed", _("List of changes")
    API_LIST = "api_list", _("List by the partner's system")
    API_FILE = "api_file", _("File by the partner's system")
    API_CHANGES = "api_changes", _("Changes by the partner's system")
    API_MANIFEST = "api_manifest", _("Check list by the partner's system")


class Change(models.TextChoices):
    """What a partner is told of a certificate. Gone has one word for every cause."""

    AVAILABLE = "available", _("Shared with you")
    SUSPENDED = "suspended", _("Suspended")
    RESUMED = "resumed", _("Valid again")
    REVOKED = "revoked", _("Revoked")
    SUPERSEDED = "superseded", _("Replaced")
    EXPIRED = "expired", _("Expired")
    GONE = "gone", _("Not available any more")


class Scope(models.TextChoices):
    """What a token of the partner's system may do."""

    LIST = "list", _("List and check")
    FILES = "files", _("Fetch files")
    CHANGES = "changes", _("Follow changes")


class JobState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    WORKING = "working", _("Being made")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")


class KeyPurpose(models.TextChoices):
    SEAL = "seal", _("Seal of the PDF file")
    CREDENTIAL = "credential", _("Credential and status lists")


class ListPurpose(models.TextChoices):
    """As the W3C names them in a Bitstring Status List."""

    REVOCATION = "revocation", _("Revocation")
    SUSPENSION = "suspension", _("Suspension")
