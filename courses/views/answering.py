"""Saving and submitting an answer: by the form's buttons and by the autosave script."""

from dataclasses import replace
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from courses.dates import short_time
from courses.exceptions import CoursesError, Incomplete, NotAllowedNow, NotAMember
from courses.forms.answer import ANSWER, RATING, seen_mark
from courses.screens.answer_form import field_id
from courses.screens.conflicts import conflict_views
from courses.services.submission import submit as send_in
from courses.views import stash
from courses.views.arriving import Arrival, arrive
from courses.views.saving import Saved, save_posted
from courses.views.workspace import exercise_url

SAVED_COOKIE = "valmentamo_saved"
#: The state or the team changed while the person wrote.
REFUSALS = (NotAllowedNow, NotAMember)


@csrf_exempt  # arrive() checks the token itself: its refusal keeps the text
def save(request: HttpRequest, submission: UUID) -> HttpResponse:
    arrival = arrive(request, submission)
    if isinstance(arrival, HttpResponse):
        return arrival
    try:
        saved = save_posted(arrival)
    except REFUSALS as refusal:
        return _stranded(arrival, refusal)
    if arrival.wants_json:
        return _told(arrival, saved)
    if saved.has_conflicts:
        return arrival.show(saved.unsaved(arrival), 409)
    if saved.faults:
        return arrival.show(saved.unsaved(arrival), 422)
    stash.drop(request, about=str(submission))
    return _acknowledged(arrival, redirect(_after_save(arrival)))


@csrf_exempt  # as save
def submit(request: HttpRequest, submission: UUID) -> HttpResponse:
    """Save everything and hand it in; the same form sent twice makes one version."""
    arrival = arrive(request, submission)
    if isinstance(arrival, HttpResponse):
        return arrival
    key = _submit_key(request)
    done = arrival.submission.versions.filter(submit_key=key)
    if not done.exists():
        try:
            if unfinished := _save_and_send(arrival, key):
                return unfinished
        except REFUSALS as refusal:
            if not done.exists():
                return _stranded(arrival, refusal)
    stash.drop(request, about=str(submission))
    place = redirect(exercise_url(request, arrival.submission))
    return _acknowledged(arrival, place)


def _save_and_send(arrival: Arrival, key: UUID) -> HttpResponse | None:
    """The page again with what stands in the way, or None when it is sent."""
    saved = save_posted(arrival)
    if saved.has_conflicts:
        return arrival.show(saved.unsaved(arrival), 409)
    if saved.faults:
        return arrival.show(saved.unsaved(arrival), 422)
    try:
        send_in(
            submission=arrival.submission,
            enrolment=arrival.enrolment,
            submit_key=key,
            by=arrival.request.user,
            text_read="read" in arrival.request.POST,
        )
    except Incomplete as refusal:
        unsaved = replace(saved.unsaved(arrival), faults=refusal.faults)
        return arrival.show(unsaved, 422)
    return None


def _acknowledged(arrival: Arrival, response: HttpResponse) -> HttpResponse:
    """Name the form that was saved, so that the script drops its copies of the texts."""
    response.set_cookie(
        SAVED_COOKIE,
        str(_submit_key(arrival.request)),
        max_age=120,
        secure=arrival.request.is_secure(),
        samesite="Lax",
    )
    return response


def _submit_key(request: HttpRequest) -> UUID:
    """The key that the page was given; a form without one can't be told from others."""
    try:
        return UUID(str(request.POST.get("submit_key", "")))
    except ValueError:
        return uuid4()


def _stranded(arrival: Arrival, refusal: CoursesError) -> HttpResponse:
    """The answer was submitted or taken for reading while this person wrote."""
    if arrival.wants_json:
        return JsonResponse({"message": str(refusal), "seen": {}}, status=422)
    arrival.submission.refresh_from_db(fields=["state"])
    return arrival.show(arrival.everything(stranded=True), 409)


def saved_message() -> str:
    return _("Saved as a draft at %(time)s") % {"time": short_time(timezone.now())}


def _told(arrival: Arrival, saved: Saved) -> JsonResponse:
    """What the autosave script needs to know: new marks, conflicts, words to show."""
    report = saved.report
    marks = {k: seen_mark(f.revision, f.text) for k, f in report.saved.items()}
    marks |= {k: seen_mark(c.revision, c.theirs) for k, c in report.conflicts.items()}
    told = {
        "seen": {ANSWER + key: mark for key, mark in marks.items()}
        | {RATING + key: mark for key, mark in saved.rated.items()},
        "message": saved_message(),
        "at": short_time(timezone.now()),
    }
    if report.conflicts:
        told |= {
            "conflicts": [ANSWER + key for key in report.conflicts],
            "html": _conflicts_html(arrival, saved),
        }
        return JsonResponse(told, status=409)
    if saved.faults:
        return JsonResponse(told | {"message": saved.faults[0][1]}, status=422)
    stash.drop(arrival.request, about=str(arrival.submission.uuid))
    return JsonResponse(told)


def _conflicts_html(arrival: Arrival, saved: Saved) -> str:
    return render_to_string(
        "valmentamo_courses/includes/conflicts.html",
        {
            "conflicts": conflict_views(
                arrival.submission,
                arrival.shape,
                list(saved.report.conflicts.values()),
            )
        },
        request=arrival.request,
    )


def _after_save(arrival: Arrival) -> str:
    url = exercise_url(arrival.request, arrival.submission)
    if arrival.request.POST.get("do") == "row":
        row = min(arrival.everything().rows + 1, arrival.shape.max_rows)
        first = arrival.shape.columns[0].key
        return f"{url}?rows={row}#{field_id(f'{first}.{row}')}"
    messages.success(arrival.request, saved_message())
    return url
