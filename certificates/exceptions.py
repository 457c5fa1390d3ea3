"""What the certificates app refuses, each refusal by its name."""


class CertificatesError(Exception):
    """Root of every refusal of this app."""


class UnprintableName(CertificatesError):
    """The name can't be printed; the message says which characters and what to do."""


class UnprintableText(CertificatesError):
    """A text beside the name can't be printed; the message says which characters."""


class TemplateNotPublished(CertificatesError):
    """Certificates are issued only from a published template version."""


class TemplateIncomplete(CertificatesError):
    """A template version lacks texts; `problems` lists them."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


class MissingFacts(CertificatesError):
    """A language was asked for that has no facts, or none was asked for."""


class NoFreeCode(CertificatesError):
    """No free code or status index was found; try again."""


class StatusConflict(CertificatesError):
    """The certificate is not in a status from which this event is possible."""


class UnknownReason(CertificatesError):
    """The reason is not on the neutral list."""


class AlreadyGranted(CertificatesError):
    """The partner already has a grant in force for this certificate."""


class AlreadyWithdrawn(CertificatesError):
    """The grant was withdrawn before."""


class NotRefused(CertificatesError):
    """Only a certificate that could not be made can be corrected or tried again."""


class NeedsCorrection(CertificatesError):
    """It was refused before any making, so the same texts would fail again."""


class NotRenewable(CertificatesError):
    """Only a certificate that has an end, and that no event has closed, can be renewed."""


class DoesNotFit(CertificatesError):
    """The texts do not fit on one page."""


class KeyMissing(CertificatesError):
    """A private key is not set, not there or can't be used; the message says which."""


class KeyExists(CertificatesError):
    """There is a key of this alias already; a key is never overwritten."""


class KeyMismatch(CertificatesError):
    """Another public key is published under this alias already."""


class SealFailed(CertificatesError):
    """The file could not be sealed, or the sealed file is not whole."""


class LastManager(CertificatesError):
    """A partner keeps at least one person who looks after its members."""


class TooManyInvitations(CertificatesError):
    """Too many invitations of this partner wait for an answer."""


class CursorTooOld(CertificatesError):
    """Changes after this number have been dropped, or never were: list everything again."""


class PictureRefused(CertificatesError):
    """The file can't be a logo or a signature; the message says why and what to do."""


class PictureLost(CertificatesError):
    """A stored picture is gone, or its bytes are not the ones that were stored."""


class CheckBusy(CertificatesError):
    """Another file is being checked; try again in a moment."""
