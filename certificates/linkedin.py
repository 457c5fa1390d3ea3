"""A plain link with which a holder adds the certificate to a LinkedIn profile.

Nothing is asked of LinkedIn by our page: the holder follows the link, or does not.
"""

from urllib.parse import urlencode

from .addresses import qr_url
from .models import Certificate
from .texts import in_language

FORM = "https://www.linkedin.com/profile/add"


def linkedin_url(certificate: Certificate, language: str) -> str:
    """LinkedIn's form with the fields filled in."""
    facts = certificate.facts_in(language)
    issuer = certificate.template_version.issuer
    fields: dict[str, str | int] = {
        "startTask": "CERTIFICATION_NAME",
        "name": facts.course,
        "organizationName": in_language(issuer.name, language),
        "issueYear": facts.issued_on.year,
        "issueMonth": facts.issued_on.month,
        "certUrl": qr_url(certificate.code, language),
        "certId": certificate.printed_code,
    }
    if end := certificate.last_day:
        fields |= {"expirationYear": end.year, "expirationMonth": end.month}
    return f"{FORM}?{urlencode(fields)}"
