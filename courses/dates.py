"""How days and times are written for people in the page's language."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext


def short_time(moment: datetime) -> str:
    # Translators: a time of day in Django's date format, for example 14:32
    return date_format(timezone.localtime(moment), pgettext("time format", "H:i"))


def short_day(day: date | datetime) -> str:
    """The day without its year, unless the year isn't this one."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    if day.year == timezone.localdate().year:
        # Translators: a day in Django's date format, for example 1 December
        return date_format(day, pgettext("day format", "j F"))
    # Translators: a day with its year in Django's date format
    return date_format(day, pgettext("day format", "j F Y"))
