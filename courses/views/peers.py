"""Peer feedback: get a description to read, rate it without knowing whose it is."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.exceptions import CoursesError, NothingToReview, RatingsChanged
from courses.models import Review
from courses.permissions import peer_exercise_for, peer_review_for
from courses.review_forms import PeerForm
from courses.screens.peer_desk import PeerSheet, peer_desk, peer_sheet
from courses.services.review import (
    save_ratings,
    start_peer_review,
    submit_peer_review,
)
from courses.views import stash
from rubric.exceptions import AssessmentClosed


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def peer(request: HttpRequest, exercise: UUID) -> HttpResponse:
    """How far one has come; the button allots the description that has waited longest."""
    found, enrolment = peer_exercise_for(request.user, exercise)
    nothing = False
    refusal = ""
    if request.method == "POST":
        try:
            begun = start_peer_review(enrolment=enrolment, exercise=found)
        except NothingToReview:
            nothing = True
        except CoursesError as error:
            refusal = str(error)
        else:
            return redirect("valmentamo_courses:peer_review", begun.uuid)
    shown = peer_desk(
        exercise=found, enrolment=enrolment, language=get_language() or ""
    )
    context = {"desk": shown, "nothing": nothing, "refusal": refusal}
    status = 409 if refusal else 200
    return render(request, "valmentamo_courses/peer.html", context, status=status)


@stash.keeping_text
@require_http_methods(["GET", "HEAD", "POST"])
def peer_review(request: HttpRequest, review: UUID) -> HttpResponse:
    found = peer_review_for(request.user, review)
    sheet = peer_sheet(found)
    if request.method == "POST" and sheet.is_open:
        return _answer(request, sheet)
    if sheet.is_open and (posted := stash.kept(request, about=request.path)):
        form = PeerForm(posted, criteria=sheet.criteria)
        return _show(request, sheet, form, restored=True)
    form = PeerForm(criteria=sheet.criteria, assessment=found.assessment)
    return _show(request, sheet, form)


def _answer(request: HttpRequest, sheet: PeerSheet) -> HttpResponse:
    sending = "send" in request.POST
    form = PeerForm(request.POST, criteria=sheet.criteria, complete=sending)
    if not form.is_valid():
        return _show(request, sheet, form, status=422)
    try:
        _save(request, sheet.review, form, sending=sending)
    except AssessmentClosed:
        # Sent already, by a double click or in another window: the page says so.
        return redirect("valmentamo_courses:peer_review", sheet.review.uuid)
    except RatingsChanged as changed:
        form.add_error(None, str(changed))
        form.show_conflicts(changed.conflicts)
        return _show(request, sheet, form, status=409)
    except CoursesError as refusal:
        form.add_error(None, str(refusal))
        return _show(request, sheet, form, status=409)
    stash.drop(request, about=request.path)
    if sending:
        messages.success(request, _sent(sheet))
        return redirect("valmentamo_courses:peer", sheet.exercise.uuid)
    messages.success(request, _("The draft is saved. The author does not see it yet."))
    return redirect("valmentamo_courses:peer_review", sheet.review.uuid)


def _save(
    request: HttpRequest, review: Review, form: PeerForm, *, sending: bool
) -> None:
    save_ratings(review=review, ratings=form.ratings(), by=request.user)
    form.note_saved(review.assessment)
    if sending:
        submit_peer_review(review=review, by=request.user)


def _sent(sheet: PeerSheet) -> str:
    given = sheet.given + 1
    return ngettext(
        "The peer feedback is sent. You have now given %(given)d.",
        "The peer feedback is sent. You have now given %(given)d.",
        given,
    ) % {"given": given}


def _show(
    request: HttpRequest,
    sheet: PeerSheet,
    form: PeerForm,
    *,
    status: int = 200,
    restored: bool = False,
) -> HttpResponse:
    context = {
        "sheet": sheet,
        "form": form,
        "rows": list(form.numbered_rows()),
        "restored": restored,
        "writer": stash.token(request.user, about=request.path, path=request.path),
        "has_errors": form.is_bound and bool(form.errors),
    }
    return render(
        request, "valmentamo_courses/peer_review.html", context, status=status
    )
