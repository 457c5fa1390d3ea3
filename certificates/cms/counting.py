"""How many certificates: by collection, partner and month, as bars and as a table."""

from datetime import datetime
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from ..collection_names import names_of
from ..enums import State
from ..models import Certificate, PartnerOrganisation
from .frame import Screen
from .policies import IssuedPolicy


class Row(NamedTuple):
    """One line of a table; `share` is the length of its bar in per cent."""

    name: str
    issued: int
    in_force: int
    ended: int
    revoked: int
    share: int


class Table(NamedTuple):
    title: str
    heading: str
    rows: list[Row]
    note: str = ""


class CountsPage(Screen, TemplateView):
    template_name = "valmentamo_certificates/wagtailadmin/counts.html"
    page_title = gettext_lazy("Counts of certificates")
    header_icon = "table"

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not IssuedPolicy(Certificate).user_has_permission(request.user, "view"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def at(self) -> datetime:
        return timezone.now()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        states = Certificate.objects.order_by().values_list("state", flat=True)
        return super().get_context_data(
            pending=states.filter(state=State.PENDING).count(),
            refused=Certificate.objects.refused().count(),
            tables=[self.by_collection(), self.by_partner(), self.by_month()],
            **kwargs,
        )

    def by_collection(self) -> Table:
        counted = Certificate.objects.counted_by("collection", self.at)
        names = names_of(row["collection"] for row in counted)
        rows = _rows((names[row["collection"]], row) for row in counted)
        return Table(_("By collection"), _("Collection"), sorted(rows))

    def by_partner(self) -> Table:
        shared = Certificate.objects.filter(grants__withdrawn_at=None)
        counted = shared.exclude(grants=None).counted_by("grants__partner", self.at)
        partners = PartnerOrganisation.objects.in_bulk()
        rows = _rows(
            (str(partners[key]), row)
            for row in counted
            if (key := row["grants__partner"]) in partners
        )
        return Table(
            _("By partner"),
            _("Partner organisation"),
            sorted(rows),
            _("A certificate that is shared with two partners counts for both."),
        )

    def by_month(self) -> Table:
        months = Certificate.objects.annotate(month=TruncMonth("issued_at"))
        rows = _rows(
            (date_format(row["month"], "YEAR_MONTH_FORMAT"), row)
            for row in reversed(months.counted_by("month", self.at))
        )
        return Table(_("By month"), _("Month of issue"), rows)


def _rows(named: Any) -> list[Row]:
    named = list(named)
    most = max((row["issued"] for _name, row in named), default=0)
    return [
        Row(
            name=name,
            issued=row["issued"],
            in_force=row["in_force"],
            ended=row["ended"],
            revoked=row["revoked"],
            share=round(100 * row["issued"] / most) if most else 0,
        )
        for name, row in named
    ]
