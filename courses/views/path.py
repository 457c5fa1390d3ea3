"""My path: where the person stands; and the details for the certificate."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.enums import EnrolmentState
from courses.exceptions import CoursesError
from courses.forms import CertificateDetailsForm
from courses.models import Enrolment
from courses.permissions import own_enrolment
from courses.screens.certificate import consent, preview
from courses.screens.path import PathScreen, enrolments_of
from courses.services.enrolment import confirm_certificate_details
from courses.services.partners import consented_partner
from courses.titles import course_titles


@login_required
@require_safe
def my_path(request: HttpRequest) -> HttpResponse:
    enrolments = enrolments_of(request.user)
    if not enrolments:
        return render(request, "valmentamo_courses/no_path.html")
    chosen = _chosen(request, enrolments)
    courses = {row.cohort.course_id for row in enrolments}
    titles = course_titles(courses, get_language() or "")
    context = {
        "screen": PathScreen(chosen, request),
        "enrolment": chosen,
        "course_title": titles.get(chosen.cohort.course_id, ""),
        "tabs": [
            (row, titles.get(row.cohort.course_id, ""), row == chosen)
            for row in enrolments
        ],
    }
    return render(request, "valmentamo_courses/my_path.html", context)


def _chosen(request: HttpRequest, enrolments: list[Enrolment]) -> Enrolment:
    wanted = request.GET.get("enrolment", "")
    return next((row for row in enrolments if str(row.uuid) == wanted), enrolments[0])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_details(request: HttpRequest, enrolment: UUID) -> HttpResponse:
    """Confirm the name and the languages; completes when nothing else is missing."""
    row = own_enrolment(request.user, enrolment)
    partner, words = consent(row)
    name = partner.name if partner else ""
    form = CertificateDetailsForm(
        request.POST if request.method == "POST" else None,
        initial=_initial(request, row),
        partner=name,
    )
    if partner:
        form.fields["partner_consent"].label = words
    if request.method != "POST" or "preview" in request.POST:
        return _show_details(request, row, form, partner)
    if not form.is_valid():
        return _show_details(request, row, form, partner, status=422)
    try:
        _confirm(row, form)
    except CoursesError as refusal:
        form.add_error(None, str(refusal))
        return _show_details(request, row, form, partner, status=409)
    _tell(request, row)
    return redirect("valmentamo_courses:my_path")


def _confirm(enrolment: Enrolment, form: CertificateDetailsForm) -> None:
    given = form.cleaned_data
    confirm_certificate_details(
        enrolment=enrolment,
        name=given["name"],
        languages=given["languages"],
        names_innovation=given["names_innovation"],
        partner_consent=given.get("partner_consent", False),
    )


def _tell(request: HttpRequest, enrolment: Enrolment) -> None:
    enrolment.refresh_from_db(fields=["state"])
    if enrolment.state == EnrolmentState.COMPLETED:
        messages.success(
            request, _("You have completed the course. Your certificate is being made.")
        )
    else:
        messages.success(request, _("The details for the certificate are saved."))


def _initial(request: HttpRequest, enrolment: Enrolment) -> dict[str, Any]:
    account: Any = request.user
    return {
        "name": enrolment.printed_name or account.get_full_name(),
        "languages": enrolment.certificate_languages or [get_language()],
        "names_innovation": enrolment.names_innovation,
        "partner_consent": consented_partner(enrolment) is not None,
    }


def _show_details(
    request: HttpRequest,
    enrolment: Enrolment,
    form: CertificateDetailsForm,
    partner: Any,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "enrolment": enrolment,
        "form": form,
        "has_errors": form.is_bound and bool(form.errors),
        "partner": partner,
        "told": enrolment.told_tasks.standing(),
        "sentences": preview(enrolment, form),
        "completed": enrolment.state == EnrolmentState.COMPLETED,
    }
    template = "valmentamo_courses/certificate_details.html"
    return render(request, template, context, status=status)
