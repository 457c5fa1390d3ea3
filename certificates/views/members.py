"""The people who act for a partner, looked after by its managers."""

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from ..enums import Role
from ..exceptions import LastManager, TooManyInvitations
from ..models import Invitation, PartnerOrganisation
from ..permissions import partner_of_manager
from ..services.membership import accept, end_membership, invite
from ..services.tokens import hash_of
from .headers import unlisted


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        error_messages={
            "required": gettext_lazy("Write the e-mail address."),
            "invalid": gettext_lazy("Write an e-mail address like name@example.org."),
        },
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=Role,
        initial=Role.MEMBER,
        widget=forms.Select(attrs={"class": "input"}),
    )


@unlisted
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def partner_members(request: HttpRequest, slug: str) -> HttpResponse:
    """Members and open invitations; a new invitation says the same for any address."""
    partner = partner_of_manager(request.user, slug)
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _invite(request, partner, form):
        return redirect("valmentamo_certificates:partner_members", slug)
    address = get_user_model().get_email_field_name()
    members = partner.memberships.current().select_related("user").order_by("pk")
    context = {
        "partner": partner,
        "form": form,
        "members": [(row, getattr(row.user, address)) for row in members],
        "invitations": partner.invitations.open(timezone.now()),
    }
    template = "valmentamo_certificates/partner_members.html"
    return render(request, template, context, status=422 if form.errors else 200)


@unlisted
@login_required
@require_POST
def partner_member_end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    partner = partner_of_manager(request.user, slug)
    membership = get_object_or_404(partner.memberships.current(), pk=pk)
    try:
        end_membership(membership=membership, by=request.user)
    except LastManager:
        text = _("The organisation needs at least one manager. Invite another first.")
        messages.error(request, text)
    else:
        messages.success(request, _("The membership has ended."))
    if membership.user_id == request.user.pk and membership.ended_at:
        return redirect("valmentamo_certificates:partner_home")
    return redirect("valmentamo_certificates:partner_members", slug)


@unlisted
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Whoever has the mail joins, with the account of their choice."""
    found = Invitation.objects.open(timezone.now()).select_related("partner")
    invitation = get_object_or_404(found, secret_hash=hash_of(secret))
    if request.method == "POST":
        try:
            accept(invitation=invitation, by=request.user)
        except Invitation.DoesNotExist as gone:
            # Somebody else with the same mail was a moment quicker.
            raise Http404 from gone
        return redirect("valmentamo_certificates:partner_list", invitation.partner.slug)
    template = "valmentamo_certificates/partner_invitation.html"
    return render(request, template, {"invitation": invitation})


def _invite(
    request: HttpRequest, partner: PartnerOrganisation, form: InvitationForm
) -> bool:
    given = form.cleaned_data
    role = Role(given["role"])
    try:
        invite(partner=partner, email=given["email"], role=role, by=request.user)
    except TooManyInvitations:
        form.add_error(None, _("Too many invitations wait for an answer."))
        return False
    text = _("An invitation has been sent to %(email)s.")
    messages.success(request, text % {"email": given["email"]})
    return True
