"""Access tokens of partners' systems, made and revoked by staff."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from ..enums import Scope
from ..models import ApiToken
from ..services.tokens import make_token, revoke_token
from .acting import Action
from .columns import moment

LASTING = {
    90: _("3 months"),
    180: _("6 months"),
    365: _("1 year"),
}


class TokenForm(forms.ModelForm):  # type: ignore[type-arg]
    scopes = forms.MultipleChoiceField(
        label=_("Rights"),
        choices=Scope,
        initial=Scope.values,
        widget=forms.CheckboxSelectMultiple,
    )
    lasts = forms.TypedChoiceField(
        label=_("In force for"), choices=LASTING, coerce=int, initial=365
    )

    class Meta:
        model = ApiToken
        fields = ["partner", "name"]


class MakeToken(generic.CreateView):
    """Makes the token and shows it, this once."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        given = form.cleaned_data
        token, text = make_token(
            partner=given["partner"],
            name=given["name"],
            scopes=[Scope(scope) for scope in given["scopes"]],
            expires_at=timezone.now() + timedelta(days=given["lasts"]),
            by=self.request.user,
        )
        log(instance=token, action="wagtail.create", user=self.request.user)
        response = render(
            self.request,
            "valmentamo_certificates/wagtailadmin/token_made.html",
            self.get_context_data() | {"token": token, "text": text},
        )
        response.headers["Cache-Control"] = "no-store"
        return response


class TokenIndex(generic.IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("partner")

    def get_list_more_buttons(self, instance: ApiToken) -> list[MenuItem]:
        buttons = list(super().get_list_more_buttons(instance))
        may = self.request.user.has_perm(RevokeToken.right)
        if may and instance.revoked_at is None:
            url = reverse(
                "valmentamo_certificates_cms:revoke_token", args=[instance.pk]
            )
            buttons.append(MenuItem(_("Revoke"), url, icon_name="cross", priority=30))
        return buttons


class TokenViewSet(ModelViewSet):
    model = ApiToken
    icon = "key"
    menu_label = _("Access tokens")
    url_namespace = "valmentamo_certificates_token"
    url_prefix = "certificates/token"
    index_view_class = TokenIndex
    add_view_class = MakeToken
    inspect_view_enabled = True
    inspect_view_fields = [
        "partner",
        "name",
        "created_at",
        "expires_at",
        "revoked_at",
        "last_used_on",
    ]
    list_display = [
        "name",
        "partner",
        Column("scopes", label=_("Rights"), accessor="scope_words"),
        moment(ApiToken, "expires_at"),
        moment(ApiToken, "revoked_at"),
        moment(ApiToken, "last_used_on"),
    ]
    list_filter = ["partner"]
    form_fields = ["partner", "name"]
    copy_view_enabled = False
    add_to_reference_index = False

    def get_form_class(self, for_update: bool = False) -> type[TokenForm]:
        return TokenForm


class RevokeToken(Action):
    verb = "revoke_token"
    model = ApiToken
    right = "valmentamo_certificates.change_apitoken"
    page_title = _("Revoke")
    header_icon = "key"
    is_serious = True
    question = _("The partner's system loses its access at once and for good.")
    done = _("The token has been revoked.")
    back = "valmentamo_certificates_token:index"
    object: ApiToken

    def act(self, form: forms.Form) -> None:
        revoke_token(token=self.object, by=self.request.user)
        user = self.request.user
        log(instance=self.object, action="certificates.revoke_token", user=user)
