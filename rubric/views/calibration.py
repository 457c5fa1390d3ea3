"""Practice for assessors: samples, the form, and the comparison with the expert."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rubric.exceptions import AssessmentClosed, RatingConflict
from rubric.forms import RatingForm
from rubric.models import Assessment, CalibrationAttempt, Exemplar
from rubric.permissions import can_practise
from rubric.practice_view import (
    asked_criteria,
    comparison_of,
    parts_of,
    rooms_for,
    sample_for,
)
from rubric.services.calibrating import (
    finish_practice,
    practice_draft,
    start_practice,
)

FOLDER = "valmentamo_rubric"
Answer = Callable[..., HttpResponse]


def practisers_only(view: Answer) -> Answer:
    """For those who may not practise, the pages aren't there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_practise(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@login_required
@practisers_only
@require_safe
def calibration(request: HttpRequest) -> HttpResponse:
    rooms = rooms_for(request.user, timezone.now())
    return render(request, f"{FOLDER}/calibration.html", {"rooms": rooms})


@login_required
@practisers_only
@require_http_methods(["GET", "HEAD", "POST"])
def practice(request: HttpRequest, exemplar: UUID) -> HttpResponse:
    """Looking changes nothing: a practice begins when something is saved."""
    samples = Exemplar.objects.for_practice().select_related("version__rubric")
    found = get_object_or_404(samples, uuid=exemplar)
    draft = practice_draft(exemplar=found, assessor=request.user)
    if request.method == "POST" and (last := _sent_already(request, found)):
        return redirect("valmentamo_rubric:practice_result", last.assessment.uuid)
    if request.method == "POST":
        return _answer(request, found, draft)
    return _show(request, found, _form(found, assessment=draft, required=True))


@login_required
@practisers_only
@require_safe
def practice_result(request: HttpRequest, assessment: UUID) -> HttpResponse:
    own = CalibrationAttempt.objects.for_assessor(request.user).select_related(
        "assessment", "assessor", "exemplar__version__rubric"
    )
    attempt = get_object_or_404(own, assessment__uuid=assessment)
    context = {"comparison": comparison_of(attempt)}
    return render(request, f"{FOLDER}/practice_result.html", context)


def _sent_already(
    request: HttpRequest, exemplar: Exemplar
) -> CalibrationAttempt | None:
    """The practice that this form was sent with before, by a double click or in
    another window: the form says how many there were when it was shown."""
    sample = sample_for(request.user, exemplar)
    shown = request.POST.get("attempts", "")
    return sample.last if shown != str(len(sample.attempts)) else None


def _form(exemplar: Exemplar, *args: Any, **kwargs: Any) -> RatingForm:
    return RatingForm(*args, criteria=asked_criteria(exemplar), **kwargs)


def _answer(
    request: HttpRequest, exemplar: Exemplar, draft: Assessment | None
) -> HttpResponse:
    finishing = "send" in request.POST
    form = _form(exemplar, request.POST, assessment=draft, required=finishing)
    if not form.is_valid():
        return _show(request, exemplar, form, status=422)
    begun = start_practice(exemplar=exemplar, assessor=request.user)
    try:
        form.save(by=request.user, assessment=begun)
        if finishing:
            finish_practice(assessment=begun, by=request.user)
    except RatingConflict:
        return _show(request, exemplar, form, status=409)
    except AssessmentClosed:
        finishing = True  # sent at the same moment in another window
    if finishing:
        return redirect("valmentamo_rubric:practice_result", begun.uuid)
    messages.success(request, _("The draft is saved."), fail_silently=True)
    return redirect("valmentamo_rubric:practice", exemplar.uuid)


def _show(
    request: HttpRequest, exemplar: Exemplar, form: RatingForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "sample": sample_for(request.user, exemplar),
        "parts": parts_of(exemplar),
        "form": form,
        "has_errors": form.is_bound and bool(form.errors),
    }
    return render(request, f"{FOLDER}/practice.html", context, status=status)
