"""Access tokens of partners' systems: made, shown once, recognised, revoked."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ..enums import Scope
from ..models import ApiToken, PartnerOrganisation
from ..people import Actor

#: So that a scanner which finds a leaked one knows what it is.
PREFIX = "vmp_"


def make_token(
    *,
    partner: PartnerOrganisation,
    name: str,
    scopes: Collection[Scope],
    expires_at: datetime,
    by: Actor = None,
    at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """Make a token of 256 random bits; the text is returned here and kept nowhere."""
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        partner=partner,
        name=name,
        token_hash=hash_of(text),
        scopes=[scope.value for scope in Scope if scope in scopes],
        created_at=at or timezone.now(),
        created_by=by,
        expires_at=expires_at,
    )
    token.full_clean()
    token.save(force_insert=True)
    return token, text


@transaction.atomic
def revoke_token(
    *, token: ApiToken, by: Actor = None, at: datetime | None = None
) -> ApiToken:
    """End a token at once; a second call changes nothing."""
    at = at or timezone.now()
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at)
    token.refresh_from_db(fields=["revoked_at"])
    return token


def recognise(*, text: str, at: datetime | None = None) -> ApiToken | None:
    """The token in force with this text; the day of its last use is kept."""
    at = at or timezone.now()
    rows = ApiToken.objects.in_force(at).filter(token_hash=hash_of(text))
    token = rows.select_related("partner").first()
    today = timezone.localdate(at)
    if token is not None and token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
    return token


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
