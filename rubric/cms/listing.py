"""What our lists in the CMS have in common: a count in whole words, and their look."""

from collections.abc import Callable

from django.forms import Media
from django.utils.translation import gettext_noop
from wagtail.admin.paginator import WagtailPaginator

#: Wagtail says this above a form with faults, and has it in English only.
WORDS_OF_WAGTAIL = (gettext_noop("Go to the first error"),)
LOOK = Media(css={"all": ["valmentamo_rubric/cms/listing.css"]})


def paginator_that_says(count: Callable[[int], str]) -> type[WagtailPaginator]:
    """Wagtail sets a number before the plural, which is no Finnish."""

    class Paginator(WagtailPaginator):
        @property
        def items_count_label(self) -> str:
            return count(self.count)

    return Paginator
