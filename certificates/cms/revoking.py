"""Revoke many certificates at once: choose, look at the list, confirm."""

import re
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput
from wagtail.log_actions import log

from ..collection_names import names_of
from ..enums import Reason
from ..exceptions import CertificatesError
from ..models import Certificate
from ..numbering import parse_code
from ..permissions import user_can_change_status
from ..services.status import revoke_many
from .frame import Screen

# So many are looked at and revoked in one go.
MOST = 500


class RevokeManyForm(forms.Form):
    """Which ones: by their codes, or by collection and day of issue; then why."""

    codes = forms.CharField(
        label=gettext_lazy("Codes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One on each line. Leave empty to choose otherwise."),
    )
    collection = forms.ChoiceField(label=gettext_lazy("Collection"), required=False)
    issued_from = forms.DateField(
        label=gettext_lazy("Issued from"), required=False, widget=AdminDateInput
    )
    issued_to = forms.DateField(
        label=gettext_lazy("Issued to"), required=False, widget=AdminDateInput
    )
    reason_code = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=Reason.choices,
        help_text=gettext_lazy(
            "The reason is shown to everyone who checks the certificate."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = Certificate.objects.order_by().values_list("collection", flat=True)
        named = sorted(names_of(used.distinct()).items(), key=lambda pair: pair[1])
        given = [(key, name) for key, name in named if key]
        self.fields["collection"].choices = [("", _("Any")), *given]  # type: ignore[attr-defined]

    def clean_codes(self) -> list[str]:
        typed = re.split(r"[\n\r,;]+", self.cleaned_data["codes"])
        read = {text: parse_code(text) for text in map(str.strip, typed) if text}
        if wrong := [text for text, code in read.items() if code is None]:
            raise ValidationError(
                _("Not a code of a certificate: %(codes)s")
                % {"codes": ", ".join(wrong)}
            )
        return [code for code in read.values() if code]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = ("codes", "collection", "issued_from", "issued_to")
        if not self.errors and not any(data.get(name) for name in chosen):
            raise ValidationError(
                _("Give the codes, the collection or the days of issue.")
            )
        return data

    def certificates(self) -> QuerySet[Certificate]:
        data = self.cleaned_data
        rows = Certificate.objects.closable().issued_between(
            data["issued_from"], data["issued_to"]
        )
        if data["codes"]:
            rows = rows.filter(code__in=data["codes"])
        if data["collection"]:
            rows = rows.filter(collection=data["collection"])
        return rows.order_by("printed_name", "pk")


class RevokeMany(Screen, FormView):
    """The first button shows the list; the second revokes exactly what was shown."""

    form_class = RevokeManyForm
    template_name = "valmentamo_certificates/wagtailadmin/revoke_many.html"
    page_title = gettext_lazy("Revoke many")
    header_icon = "cross"

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        user: Any = request.user
        if not user_can_change_status(user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        found = list(form.certificates()[: MOST + 1])
        if len(found) > MOST:
            form.add_error(
                None,
                _("That is more than %(most)d. Choose fewer at a time.")
                % {"most": MOST},
            )
            return self.form_invalid(form)
        shown = self.request.POST.getlist("shown")
        if shown:
            wanted = [row for row in found if str(row.uuid) in shown]
            return self._revoke(form, wanted)
        return self.render_to_response(self.get_context_data(form=form, found=found))

    def _revoke(self, form: Any, certificates: list[Certificate]) -> HttpResponse:
        reason = form.cleaned_data["reason_code"]
        try:
            revoked = revoke_many(
                certificates=certificates, reason_code=reason, by=self.request.user
            )
        except CertificatesError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        for certificate in revoked:
            log(certificate, "certificates.revoke", data={"reason": reason})
        text = ngettext(
            "%(count)d certificate has been revoked.",
            "%(count)d certificates have been revoked.",
            len(revoked),
        )
        messages.success(self.request, text % {"count": len(revoked)})
        return redirect("valmentamo_certificates_certificate:index")
