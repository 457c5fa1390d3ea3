"""What the host calls the collections in which it has put its certificates."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from .signals import collections_named


def names_of(collections: Iterable[str]) -> dict[str, str]:
    """A name for each collection; one that no host knows keeps its own text."""
    wanted = set(collections)
    names = {collection: collection or _("No collection") for collection in wanted}
    for _receiver, answer in collections_named.send_robust(None, collections=wanted):
        if isinstance(answer, dict):
            names |= {key: str(name) for key, name in answer.items() if key in wanted}
    return names
