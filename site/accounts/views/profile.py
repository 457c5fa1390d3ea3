"""A person's own details."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..forms import ProfileForm
from ..services.profile import update_profile


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    user = request.user
    initial = {
        name: getattr(user, name) for name in ("first_name", "last_name", "language")
    }
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        update_profile(user=user, **form.cleaned_data)  # type: ignore[arg-type]
        with override(form.cleaned_data["language"]):
            messages.success(request, _("Your details are saved."))
            return redirect(reverse("accounts:profile"))
    status = 422 if form.errors else 200
    return render(request, "accounts/profile.html", {"form": form}, status=status)
