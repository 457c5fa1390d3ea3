"""The token in the QR code: whoever holds the paper may read the name on the page."""

import base64
import hmac

from .conf import app_settings

PURPOSE = b"valmentamo.certificates.name:"
BYTES = 10


def name_token(code: str) -> str:
    """Make the token of a code, sixteen letters and digits."""
    return _token(app_settings.token_keys[0], code)


def token_matches(code: str, token: str) -> bool:
    """Accept the token under any key that has been in use."""
    given = token.encode()
    return any(
        hmac.compare_digest(_token(key, code).encode(), given)
        for key in app_settings.token_keys
    )


def _token(key: str, code: str) -> str:
    digest = hmac.digest(key.encode(), PURPOSE + code.encode(), "sha256")
    return base64.b32encode(digest[:BYTES]).decode().lower()
