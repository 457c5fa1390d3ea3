"""Publish the public halves of keys, and take keys out of use."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from .. import keys
from ..enums import KeyPurpose
from ..exceptions import KeyMismatch
from ..models import PublicKey

Key = keys.SealKey | keys.CredentialKey


def publish_key(*, key: Key, at: datetime | None = None) -> PublicKey:
    """Write the public half, once. Refuses KeyMismatch: a published one never changes."""
    row, _made = PublicKey.objects.get_or_create(
        kid=key.kid,
        defaults={
            "alias": key.alias,
            "purpose": key.purpose,
            "public": key.public_pem,
            "created_at": at or timezone.now(),
        },
    )
    if row.public.split() != key.public_pem.split():
        raise KeyMismatch(
            f"{key.kid} is published with another public key. Give the new key an "
            "alias of its own."
        )
    return row


def publish_current(*, at: datetime | None = None) -> list[PublicKey]:
    """Write the public halves of the two keys that are in use now."""
    return [
        publish_key(key=keys.seal_key(), at=at),
        publish_key(key=keys.credential_key(), at=at),
    ]


@transaction.atomic
def retire_key(
    *, alias: str, compromised: bool = False, at: datetime | None = None
) -> list[PublicKey]:
    """Take a key out of use. It stays published: what it signed can be checked.

    A compromised key proves nothing of what is signed after this moment.
    """
    at = at or timezone.now()
    rows = list(PublicKey.objects.filter(alias=alias))
    for row in rows:
        row.retired_at = row.retired_at or at
        if compromised:
            row.compromised_at = row.compromised_at or at
        row.save(update_fields=["retired_at", "compromised_at"])
    return rows


def make_key(
    *, purpose: KeyPurpose, alias: str, organisation: str = "", country: str = "FI"
) -> str:
    """Make a pair of keys in the folder of keys and return the path of its file."""
    made = keys.make_key_file(
        purpose, alias, organisation=organisation, country=country
    )
    return str(made)
