"""Who is asking: the address of a client, and its keyed hash that may be stored."""

import hmac
import ipaddress

from django.conf import settings
from django.http import HttpRequest


def trusted_proxies() -> int:
    """VALMENTAMO_TRUSTED_PROXIES: how many proxies stand before the server, so that a
    client's address can't be made up. Default 0.
    """
    return int(getattr(settings, "VALMENTAMO_TRUSTED_PROXIES", 0))


def client_address(request: HttpRequest) -> str:
    """The address before our own proxies; what a client adds to the header is ignored."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    hops.append(request.META.get("REMOTE_ADDR", ""))
    proxies = min(trusted_proxies(), len(hops) - 1)
    return hops[-1 - proxies]


def client_key(request: HttpRequest, *, purpose: str) -> str:
    """A keyed hash, another for each purpose, so that nobody is followed from one to the
    other. One client of the new protocol has a whole network of 64 bits."""
    text = client_address(request)
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        network = "unknown"
    else:
        # So a socket for both protocols calls clients of the old one; all of them would
        # be one network.
        address = getattr(address, "ipv4_mapped", None) or address
        length = 32 if address.version == 4 else 64
        network = str(ipaddress.ip_network((address, length), strict=False))
    key = settings.SECRET_KEY.encode()
    return hmac.digest(key, f"{purpose}:{network}".encode(), "sha256").hex()
