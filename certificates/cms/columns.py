"""Columns of our listings: a moment is written as short as on every other page."""

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from wagtail.admin.ui.tables import Column


class Moment(Column):
    """A moment or a day in the short form of the language; nothing where there is none."""

    def get_value(self, instance: Any) -> str:
        value = super().get_value(instance)
        if isinstance(value, datetime):
            text = date_format(localtime(value), "SHORT_DATETIME_FORMAT")
        else:
            text = date_format(value, "SHORT_DATE_FORMAT") if value else ""
        return text.replace(" ", "\N{NO-BREAK SPACE}")


def moment(model: type[Model], name: str) -> Moment:
    """The column of a model's field, named as the field is."""
    label = capfirst(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return Moment(name, label=label, sort_key=name)
