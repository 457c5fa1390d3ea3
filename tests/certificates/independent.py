"""Digital Bazaar's verifier in Node: one run for all files, from var/verifier.

bin/test installs it there with `npm ci` from tests/certificates/verifier.
"""

import json
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from certificates.credentials.identity import did_document, key_set
from certificates.enums import ListPurpose
from certificates.models import PublicKey
from certificates.services.keeping_keys import publish_current
from certificates.services.status_lists import forms_of

HERE = Path(__file__).parent / "verifier"
INSTALLED = Path(__file__).parents[2] / "var" / "verifier"


def lists(at):
    """The signed status lists of this moment, by address; and their tokens."""
    forms = [forms_of(purpose=p, number=1, at=at) for p in ListPurpose]
    return (
        {document["id"]: document for document, _token in forms},
        {document["id"]: token for document, token in forms},
    )


def judged(credentials, *, at, tokens=()):
    """What the verifier says of each document, by name."""
    if not shutil.which("node"):
        pytest.skip(
            "No node: credentials are not checked by Digital Bazaar's verifier."
        )
    if not (INSTALLED / "node_modules").is_dir():
        pytest.skip("No var/verifier: bin/test installs it with npm ci.")
    publish_current(at=at - timedelta(days=1))
    rows = list(PublicKey.objects.filter(purpose="credential"))
    job = {
        "now": at.isoformat(),
        "did": did_document(rows),
        "jwks": key_set(rows),
        "documents": lists(at)[0],
        "credentials": credentials,
        "tokens": dict(tokens),
    }
    shutil.copy(HERE / "verify.mjs", INSTALLED)
    done = subprocess.run(
        ["node", "verify.mjs"],
        input=json.dumps(job),
        cwd=INSTALLED,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
