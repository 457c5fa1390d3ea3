"""Seals with a key at a signing service that speaks the CSC protocol: a qualified seal."""

import asyncio
import io
from typing import IO

import aiohttp
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.csc_signer import (
    CSCAuthorizationInfo,
    CSCAuthorizationManager,
    CSCCredentialInfo,
    CSCServiceSessionInfo,
    CSCSigner,
    fetch_certs_in_csc_credential,
)

from ..exceptions import KeyMissing
from ..keys import SealKey
from . import signers, signing

SECONDS = 30


class PinAuthorization(CSCAuthorizationManager):
    """Asks leave for each signature with the PIN of the credential."""

    def __init__(
        self,
        service: CSCServiceSessionInfo,
        credential: CSCCredentialInfo,
        session: aiohttp.ClientSession,
        pin: str | None,
    ) -> None:
        super().__init__(service, credential)
        self._session, self._pin = session, pin

    async def authorize_signature(self, hash_b64s: list[str]) -> CSCAuthorizationInfo:
        request = self.format_csc_auth_request(hash_b64s=hash_b64s, pin=self._pin)
        url = self.csc_session_info.endpoint_url("credentials/authorize")
        asked = self._session.post(
            url, headers=self.auth_headers, json=request, raise_for_status=True
        )
        async with asked as response:
            return self.parse_csc_auth_response(await response.json())


def sign(key: SealKey, data: bytes) -> IO[bytes]:
    """Seal through the service. Refuses KeyMissing while it can't be reached."""
    try:
        return asyncio.run(_sign(key, data))
    except (aiohttp.ClientError, TimeoutError, SigningError) as error:
        raise KeyMissing(f"{key.alias}: the signing service: {error!r}.") from error


async def _sign(key: SealKey, data: bytes) -> IO[bytes]:
    service = CSCServiceSessionInfo(
        service_url=signers.option(key, "url").rstrip("/"),
        credential_id=signers.option(key, "credential"),
        oauth_token=signers.option(key, "token"),
    )
    limit = aiohttp.ClientTimeout(total=SECONDS)
    async with aiohttp.ClientSession(timeout=limit) as session:
        credential = await fetch_certs_in_csc_credential(session, service, SECONDS)
        certificate, _registry = signers.certificates_of(key)
        if credential.signing_cert.dump() != certificate.dump():
            raise KeyMissing(
                f"{key.alias}: the service signs with another certificate than the one "
                "in the settings."
            )
        pin = key.place.options.get("pin")
        manager = PinAuthorization(service, credential, session, pin)
        signer = CSCSigner(session, manager, sign_timeout=SECONDS)
        writer = IncrementalPdfFileWriter(io.BytesIO(data))
        return await signing.pdf_signer(signer).async_sign_pdf(
            writer, existing_fields_only=True, bytes_reserved=signing.reserved(key)
        )
