"""What a partner asked to see of its own list, and the words to ask with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.db.models import Max
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .collection_names import names_of
from .enums import PageState
from .models import Certificate, PartnerOrganisation
from .numbering import parse_code
from .privacy import name_has
from .verdicts import LOOKS

if TYPE_CHECKING:
    from .querysets import CertificateQuerySet

#: What a partner can meet; a withdrawn or erased one is not there at all.
STATES = (
    PageState.VALID,
    PageState.EXPIRED,
    PageState.SUSPENDED,
    PageState.REVOKED,
    PageState.SUPERSEDED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The filters. Nothing in one of them means everything."""

    text: str = ""
    collection: str = ""
    first: date | None = None
    last: date | None = None
    state: str = ""
    language: str = ""

    def of(self, rows: "CertificateQuerySet", *, at: datetime) -> "CertificateQuerySet":
        """Those of the rows that are wished for, by name."""
        rows = rows.issued_between(self.first, self.last)
        if self.collection:
            rows = rows.filter(collection=self.collection)
        if self.language:
            rows = rows.with_file_in(self.language)
        if self.state:
            rows = rows.on_page(PageState(self.state), at)
        if self.text:
            rows = rows.filter(pk__in=_with_text(rows, self.text))
        return rows.order_by("printed_name", "pk")


def _with_text(rows: "CertificateQuerySet", text: str) -> list[int]:
    """Compared here and not by the database, which would not know Ä as ä on SQLite.

    Names are looked for among the partner's own rows only.
    """
    code = parse_code(text)
    named = rows.order_by().values_list("pk", "code", "printed_name")
    return [
        pk for pk, own, name in named.iterator() if own == code or name_has(name, text)
    ]


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class FilterForm(forms.Form):
    """The filters as a person or a system asks for them."""

    q = forms.CharField(
        label=_("Name or code"),
        max_length=120,
        required=False,
        widget=forms.SearchInput,
    )
    course = forms.ChoiceField(label=_("Training"), required=False)
    issued_from = forms.DateField(
        label=_("Issued from"), required=False, widget=DayInput
    )
    issued_to = forms.DateField(
        label=_("Issued until"), required=False, widget=DayInput
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        partner: PartnerOrganisation,
        language: str,
        at: datetime,
    ) -> None:
        super().__init__(data)
        self.use_required_attribute = False
        shared = Certificate.objects.shared_with(partner, at)
        self.courses = courses_of(shared, language)
        self._offer("course", _("All trainings"), self.courses)
        states = {page.value: LOOKS[page].word for page in STATES}
        self._offer("state", _("All states"), states)
        self._offer("language", _("All languages"), dict(settings.LANGUAGES))
        for field in self.fields.values():
            field.widget.attrs |= {"class": "input"}

    def _offer(self, name: str, every: Any, words: Mapping[str, Any]) -> None:
        self.fields[name].choices = [("", every), *words.items()]  # type: ignore[attr-defined]

    @cached_property
    def wish(self) -> Wish:
        """Of a wrong filter nothing is left: the form says what is wrong."""
        if not self.is_valid():
            return Wish()
        given = self.cleaned_data
        return Wish(
            text=given["q"].strip(),
            collection=given["course"],
            first=given["issued_from"],
            last=given["issued_to"],
            state=given["state"],
            language=given["language"],
        )

    @property
    def query(self) -> dict[str, str]:
        """What was asked, for the next page and for the downloads."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}


def courses_of(rows: "CertificateQuerySet", language: str) -> dict[str, str]:
    """The trainings among the rows: as the host calls them, else as printed.

    Two queries and what the host asks; the newest certificate of each is looked at.
    """
    groups = rows.order_by().values_list("collection").annotate(newest=Max("pk"))
    newest = {collection: pk for collection, pk in groups if collection}
    named = names_of(newest)
    printed = Certificate.objects.only("facts", "languages").in_bulk(newest.values())
    for collection, pk in newest.items():
        if named[collection] == collection:
            named[collection] = printed[pk].facts_in(language).course
    return dict(sorted(named.items(), key=lambda item: item[1]))
