"""What no context defines is never left unsigned."""

import pytest

from certificates.credentials.contexts import CREDENTIALS, UndefinedTerm, canonical


@pytest.mark.parametrize(
    "wrong",
    [
        {"shoeSize": 43},
        {"type": ["VerifiableCredential", "1EdTechUnheardOf"]},
        {"issuer": "harjuseutu"},
        {"credentialSubject": {"type": "Hero", "id": "urn:uuid:1"}},
    ],
)
def test_term_type_or_relative_address_is_refused(wrong):
    with pytest.raises(UndefinedTerm):
        canonical({"@context": [CREDENTIALS], "id": "urn:uuid:0", **wrong})
