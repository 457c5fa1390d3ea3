"""Second readings: the list, asking for one, and reading an answer blind."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from wagtail.log_actions import log

from courses.cms.log_actions import READ_ANSWER
from courses.exceptions import CoursesError, RatingsChanged
from courses.permissions import (
    may_coach,
    may_read_again,
    second_reading_for,
    version_to_ask_for,
)
from courses.review_forms import SecondReadingForm
from courses.screens.second_readings import (
    SecondSheet,
    answer_items,
    answers_to_ask_for,
    cohorts_of,
    reading_items,
    readings_for,
    second_sheet,
)
from courses.services.review import (
    ask_second_reading,
    open_second_reading,
    save_ratings,
    submit_second_reading,
)
from courses.views import stash
from courses.views.desk import PAGE_SIZE, chosen_cohort
from rubric.exceptions import AssessmentClosed

#: The oldest come first and leave the list when they are read, so none is out of reach.
MOST_SHOWN = 50


@login_required
@require_safe
def second_readings(request: HttpRequest) -> HttpResponse:
    if not may_read_again(request.user):
        raise Http404
    cohorts = cohorts_of(request.user)
    chosen = chosen_cohort(request, cohorts)
    answers = answers_to_ask_for(request.user, chosen)
    page = Paginator(answers, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "cohorts": cohorts,
        "chosen": chosen,
        "items": reading_items(readings_for(request.user, chosen)[:MOST_SHOWN]),
        "answers": answer_items(page.object_list),
        "page_of_answers": page,
        "query": f"cohort={chosen.uuid}&" if chosen else "",
    }
    return render(request, "valmentamo_courses/second_readings.html", context)


@login_required
@require_POST
def ask(request: HttpRequest, version: UUID) -> HttpResponse:
    found = version_to_ask_for(request.user, version)
    try:
        ask_second_reading(version=found, by=request.user)
    except CoursesError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("A second reading is asked for: %(team)s.")
            % {"team": found.submission.team.name},
        )
    return redirect("valmentamo_courses:second_readings")


@stash.keeping_text
@require_http_methods(["GET", "HEAD", "POST"])
def second_reading(request: HttpRequest, version: UUID) -> HttpResponse:
    """Looking changes nothing: a reading begins when something is saved."""
    found = second_reading_for(request.user, version)
    cohort = found.submission.team.cohort
    if not may_coach(request.user, cohort):
        # Nobody but the coaches reads learners' work without leaving a trace.
        log(cohort, READ_ANSWER, user=request.user)
    sheet = second_sheet(version=found, user=request.user)
    if request.method == "POST" and sheet.is_open:
        return _answer(request, sheet)
    if posted := stash.kept(request, about=request.path):
        form = SecondReadingForm(posted, criteria=sheet.criteria)
        return _show(request, sheet, form, restored=True)
    saved = sheet.mine.assessment if sheet.mine else None
    form = SecondReadingForm(criteria=sheet.criteria, assessment=saved)
    return _show(request, sheet, form)


def _answer(request: HttpRequest, sheet: SecondSheet) -> HttpResponse:
    sending = "send" in request.POST
    form = SecondReadingForm(request.POST, criteria=sheet.criteria, complete=sending)
    if not form.is_valid():
        return _show(request, sheet, form, status=422)
    here = redirect("valmentamo_courses:second_reading", sheet.version.uuid)
    try:
        _save(request, sheet, form, sending=sending)
    except AssessmentClosed:
        # Sent already, by a double click or in another window: the page says so.
        return here
    except RatingsChanged as changed:
        form.add_error(None, str(changed))
        form.show_conflicts(changed.conflicts)
        return _show(request, sheet, form, status=409)
    except CoursesError as refusal:
        form.add_error(None, str(refusal))
        return _show(request, sheet, form, status=409)
    stash.drop(request, about=request.path)
    if sending:
        messages.success(
            request,
            _("The second reading is sent. The learners' result stays as it is."),
        )
    else:
        messages.success(
            request, _("The draft is saved. Nobody else sees it before you send it.")
        )
    return here


def _save(
    request: HttpRequest, sheet: SecondSheet, form: SecondReadingForm, *, sending: bool
) -> None:
    begun = open_second_reading(version=sheet.version, reader=request.user)
    save_ratings(review=begun, ratings=form.ratings(), by=request.user)
    form.note_saved(begun.assessment)
    if sending:
        submit_second_reading(review=begun, by=request.user)


def _show(
    request: HttpRequest,
    sheet: SecondSheet,
    form: SecondReadingForm,
    *,
    status: int = 200,
    restored: bool = False,
) -> HttpResponse:
    address = reverse("valmentamo_courses:second_reading", args=[sheet.version.uuid])
    context = {
        "sheet": sheet,
        "version": sheet.version,
        "form": form,
        "rows": list(form.numbered_rows()),
        "restored": restored,
        "writer": stash.token(request.user, about=request.path, path=request.path),
        "has_errors": form.is_bound and bool(form.errors),
        "address": address,
    }
    return render(
        request, "valmentamo_courses/second_reading.html", context, status=status
    )
