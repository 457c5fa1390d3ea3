"""Files beside an answer: taken when they are what they say, kept in private storage."""

import hashlib
import re
from datetime import datetime
from functools import partial
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast
from uuid import uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Q, Sum
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.conf import (
    max_attachment_bytes,
    max_attachments,
    max_team_attachment_bytes,
)
from courses.exceptions import AttachmentRefused, NotAllowedNow
from courses.models import Attachment, Submission, SubmissionVersion, Team
from courses.services.membership import hold_writable, require_member
from courses.sniffing import KINDS, FileKind, kind_of
from valmentamo.texts import clean_line

NAME_LENGTH = 120
_NOT_IN_NAMES = re.compile(r"[^\w .()+,-]")


def add_attachment(
    *,
    submission: Submission,
    file: UploadedFile,
    by: Any,
    at: datetime | None = None,
) -> Attachment:
    """Keep a file beside the draft, under a random name and with its SHA-256.

    Refuses AttachmentRefused (size, type, number, the team's room), NotAllowedNow where the exercise
    takes no files or a coach has the answer, and NotAMember. The bytes are checked and
    stored before the transaction, and removed again when the row is refused.
    """
    require_member(submission, by)
    if not submission.exercise.allows_attachments:
        raise NotAllowedNow
    kind = _checked(file)
    name = safe_name(file.name or "", kind)
    attachment = Attachment(
        submission=submission,
        name=name,
        content_type=kind.content_type,
        size=file.size or 0,
        sha256=_sha256(file),
        uploaded_at=at or timezone.now(),
        uploaded_by=by,
    )
    attachment.file.save(f"{uuid4().hex}.{kind.endings[0]}", file, save=False)
    try:
        return _keep(attachment, by)
    except BaseException:
        attachment.file.delete(save=False)
        raise


@transaction.atomic
def _keep(attachment: Attachment, by: Any) -> Attachment:
    hold_writable(attachment.submission, by=by)
    most = max_attachments()
    if attachment.submission.attachments.filter(removed_at=None).count() >= most:
        raise AttachmentRefused(
            ngettext(
                "The answer already has %(most)d file. Remove it before you add another.",
                "The answer already has %(most)d files. Remove one before you add "
                "another.",
                most,
            )
            % {"most": most}
        )
    _require_room(attachment)
    attachment.full_clean(exclude=["file"])
    attachment.save(force_insert=True)
    return attachment


def _require_room(attachment: Attachment) -> None:
    """Refuse what would take the team's files over their common limit.

    A file that was taken from a draft and never submitted is gone and takes no room.
    """
    team = attachment.submission.team_id
    # Two of the team may add to two answers at once: they are served one by one.
    Team.objects.filter(pk=team).update(name=F("name"))
    stored = Attachment.objects.filter(submission__team=team).filter(
        Q(removed_at=None)
        | Q(pk__in=SubmissionVersion.attachments.through.objects.values("attachment"))
    )
    used, most = (
        stored.aggregate(all=Sum("size"))["all"] or 0,
        max_team_attachment_bytes(),
    )
    if used + attachment.size > most:
        raise AttachmentRefused(
            _(
                "The file was not added: your team's files take %(used)s and may take "
                "%(most)s in all, earlier rounds included. Remove files that you don't "
                "need from your drafts, or send a smaller file."
            )
            % {"used": filesizeformat(used), "most": filesizeformat(most)}
        )


@transaction.atomic
def remove_attachment(
    *, attachment: Attachment, by: Any, at: datetime | None = None
) -> Attachment:
    """Take a file from the draft. One that was submitted stays with its version.

    Refuses NotAllowedNow while a coach has the answer and NotAMember.
    """
    hold_writable(attachment.submission, by=by)
    attachment.removed_at = attachment.removed_at or at or timezone.now()
    attachment.save(update_fields=["removed_at"])
    if not attachment.versions.exists():
        storage, name = attachment.file.storage, str(attachment.file.name)
        transaction.on_commit(partial(storage.delete, name))
    return attachment


def safe_name(name: str, kind: FileKind) -> str:
    """The last part of the name without characters that mean something elsewhere."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem = PurePosixPath(clean_line(last)).stem
    stem = clean_line(_NOT_IN_NAMES.sub(" ", stem)).strip(" .")
    ending = _ending(name)
    return f"{stem[: NAME_LENGTH - len(ending) - 1] or _('file')}.{ending}"


def _ending(name: str) -> str:
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def _checked(file: UploadedFile) -> FileKind:
    """Refuse by size first, so that nothing huge is read."""
    most = max_attachment_bytes()
    if not file.size:
        raise AttachmentRefused(_("The file is empty. Choose another file."))
    if file.size > most:
        raise AttachmentRefused(
            _(
                "The file is %(size)s and a file may be at most %(most)s. "
                "Make it smaller or choose another one."
            )
            % {"size": filesizeformat(file.size), "most": filesizeformat(most)}
        )
    kind = kind_of(cast(BinaryIO, file))
    if kind is None:
        raise AttachmentRefused(
            _("This type of file isn't taken. Send one of these: %(types)s.")
            % {"types": ", ".join(ending for k in KINDS for ending in k.endings)}
        )
    if _ending(file.name or "") not in kind.endings:
        raise AttachmentRefused(
            _(
                "The content of the file doesn't match its name. Its name should end "
                "in .%(ending)s. Rename the file or save it again."
            )
            % {"ending": kind.endings[0]}
        )
    return kind


def _sha256(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
