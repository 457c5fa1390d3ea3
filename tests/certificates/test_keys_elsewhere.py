"""Keys that never leave where they are: a hardware token, and a signing service."""

import base64
import http.server
import json
import os
import shutil
import subprocess
import threading
from importlib.util import find_spec
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import Encoding

from certificates import keys
from certificates.conf import app_settings
from certificates.exceptions import KeyMissing
from certificates.sealing.inspection import inspect
from certificates.sealing.signing import seal
from tests.certificates.sealed import page, strangers_key

pytestmark = pytest.mark.pdf
MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
)


@pytest.fixture
def key(tmp_path, settings):
    """A pair whose private half is then put somewhere else."""
    return strangers_key(tmp_path / "made", settings, alias="seal-2027")


@pytest.fixture
def certificate(key, tmp_path):
    path = tmp_path / "seal-2027.crt"
    path.write_text(key.public_pem)
    return path


def module():
    if find_spec("pkcs11") is None:
        pytest.skip("python-pkcs11 is not installed")
    found = next((path for path in MODULES if Path(path).exists()), None)
    if found is None or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM is not installed (Debian: softhsm2)")
    return found


@pytest.fixture
def token(key, tmp_path, monkeypatch):
    """A token in software with the private half in it."""
    library = module()
    folder = tmp_path / "tokens"
    folder.mkdir()
    settings_file = tmp_path / "softhsm2.conf"
    settings_file.write_text(f"directories.tokendir = {folder}\n")
    monkeypatch.setitem(os.environ, "SOFTHSM2_CONF", str(settings_file))
    util = ("softhsm2-util", "--token", "seals", "--pin", "1234")
    init = (*util, "--init-token", "--free", "--label", "seals", "--so-pin", "1234")
    put = ("--import", tmp_path / "made" / "seal-2027.pem", "--id", "01")
    for command in (init, (*util, *put, "--label", "seal-2027")):
        subprocess.run(command, check=True, capture_output=True)
    return library


def test_token_seals_and_the_key_stays_in_it(settings, key, certificate, token):
    settings.VALMENTAMO_CERTIFICATES_SEAL_KEY = {
        "backend": "pkcs11",
        "alias": "seal-2027",
        "certificate": str(certificate),
        "module": token,
        "token": "seals",
        "pin": "1234",
    }
    asked = keys.seal_key()
    sealed = seal(page())
    assert asked.private is None
    assert inspect(sealed.data, {"ours": key.public_pem}).is_good
    assert sealed.kid == keys.kid_of("seal-2027")


class Service(http.server.BaseHTTPRequestHandler):
    """A signing service of the smallest kind: credential, leave, signature."""

    key: keys.SealKey
    asked: list

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        request = json.loads(self.rfile.read(length))
        verb = self.path.removeprefix("/csc/v1/")
        self.asked.append((verb, self.headers["Authorization"], request.get("PIN")))
        body = json.dumps(getattr(self, verb.replace("/", "_"))(request)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def credentials_info(self, request):
        der = self.key.certificate.public_bytes(Encoding.DER)
        return {
            "cert": {"certificates": [base64.b64encode(der).decode()]},
            "key": {"algo": ["1.2.840.10045.4.3.2"]},
            "multisign": 1,
            "SCAL": "2",
        }

    def credentials_authorize(self, request):
        return {"SAD": "leave", "expiresIn": 60}

    def signatures_signHash(self, request):
        assert request["SAD"] == "leave"
        digest = base64.b64decode(request["hash"][0])
        made = self.key.private.sign(digest, ec.ECDSA(Prehashed(hashes.SHA256())))
        return {"signatures": [base64.b64encode(made).decode()]}

    def log_message(self, *args):
        pass


@pytest.fixture
def service(key):
    handler = type("Mine", (Service,), {"key": key, "asked": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", handler.asked
        server.shutdown()


def remote(certificate, url):
    """As it is written in an environment variable."""
    return json.dumps(
        {
            "backend": "csc",
            "alias": "seal-2027",
            "certificate": str(certificate),
            "url": url,
            "credential": "number-1",
            "token": "oauth",
            "pin": "1234",
        }
    )


def test_signing_service_seals_after_giving_leave(settings, key, certificate, service):
    url, asked = service
    settings.VALMENTAMO_CERTIFICATES_SEAL_KEY = remote(certificate, url)
    sealed = seal(page())
    assert inspect(sealed.data, {"ours": key.public_pem}).is_good
    assert [verb for verb, _auth, _pin in asked] == [
        "credentials/info",
        "credentials/authorize",
        "signatures/signHash",
    ]
    assert {auth for _verb, auth, _pin in asked} == {"Bearer oauth"}
    assert asked[1][2] == "1234"


def test_service_with_another_certificate_or_none_at_all_is_refused(
    settings, certificate, service, tmp_path
):
    url, _asked = service
    other = strangers_key(tmp_path / "other", settings)
    certificate.write_text(other.public_pem)
    settings.VALMENTAMO_CERTIFICATES_SEAL_KEY = remote(certificate, url)
    with pytest.raises(KeyMissing, match="another certificate"):
        seal(page())
    settings.VALMENTAMO_CERTIFICATES_SEAL_KEY = remote(
        certificate, "http://127.0.0.1:9"
    )
    with pytest.raises(KeyMissing, match="the signing service"):
        seal(page())


def test_missing_option_is_named(settings, certificate):
    settings.VALMENTAMO_CERTIFICATES_SEAL_KEY = {
        "backend": "pkcs11",
        "alias": "a",
        "certificate": str(certificate),
    }
    assert app_settings.seal_key.backend == "pkcs11"
    with pytest.raises(KeyMissing, match=r"'module'|python-pkcs11"):
        seal(page())
