"""Who asks for certificates' codes: a keyed hash of the network that may be stored."""

from functools import partial

from valmentamo.clients import client_key as key_for

client_key = partial(key_for, purpose="certificates.client")
