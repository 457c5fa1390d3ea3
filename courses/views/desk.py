"""The coach's desk: what waits, and one answer beside its criteria."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.enums import DecisionOutcome
from courses.exceptions import (
    AlreadyDecided,
    CoursesError,
    DecisionRefused,
    RatingsChanged,
)
from courses.models import Cohort, SubmissionVersion
from courses.permissions import is_coach, version_for_coach
from courses.review_forms import ReviewForm
from courses.screens.review_page import ReviewPage, review_page
from courses.screens.review_queue import (
    next_in,
    queue_items,
    queue_of,
    shown_rows,
    waiting_in,
)
from courses.screens.review_sheet import prompt_parts
from courses.screens.second_readings import reading_items, readings_for
from courses.services.asking import asked_criteria
from courses.services.review import decide, open_review, save_ratings
from courses.views import stash
from rubric.exceptions import AssessmentClosed

PAGE_SIZE = 25
BESIDE = 8


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    if not is_coach(request.user):
        raise Http404
    cohorts = list(Cohort.objects.coached_by(request.user).select_related("course"))
    chosen = chosen_cohort(request, cohorts)
    queue = queue_of(request.user, chosen)
    page = Paginator(shown_rows(queue, request.user), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "cohorts": cohorts,
        "chosen": chosen,
        "page_of_queue": page,
        "items": queue_items(page.object_list, _language()),
        "waiting": waiting_in(queue),
        "aim": _aim(cohorts),
        "second_items": reading_items(readings_for(request.user, chosen)[:BESIDE]),
        "query": f"cohort={chosen.uuid}&" if chosen else "",
    }
    return render(request, "valmentamo_courses/desk.html", context)


def chosen_cohort(request: HttpRequest, cohorts: list[Cohort]) -> Cohort | None:
    """The cohort asked for, among the person's own; another one is a 404."""
    if not (wanted := request.GET.get("cohort")):
        return None
    if found := next((c for c in cohorts if str(c.uuid) == wanted), None):
        return found
    raise Http404


def _aim(cohorts: list[Cohort]) -> int | None:
    """The days in which an answer is promised, where all cohorts promise the same."""
    promised = {cohort.course.coach_answer_days for cohort in cohorts}
    return promised.pop() if len(promised) == 1 else None


@stash.keeping_text
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, version: UUID) -> HttpResponse:
    """Looking changes nothing: a review begins when something is saved."""
    found = version_for_coach(request.user, version)
    if request.method == "POST":
        return _answer(request, found)
    page = review_page(
        version=found, user=request.user, view=request.GET.get("view", "")
    )
    if posted := stash.kept(request, about=request.path):
        return _show(request, page, _form(found, posted), restored=True)
    saved = page.mine.assessment if page.mine else None
    return _show(request, page, _form(found, assessment=saved))


def _form(version: SubmissionVersion, *args: Any, **kwargs: Any) -> ReviewForm:
    return ReviewForm(
        *args,
        criteria=asked_criteria(version),
        parts=prompt_parts(version, _language()),
        **kwargs,
    )


def _answer(request: HttpRequest, version: SubmissionVersion) -> HttpResponse:
    sending = "send" in request.POST
    form = _form(version, request.POST, complete=sending)
    if not form.is_valid():
        return _again(request, version, form, status=422)
    try:
        _save(request, version, form, sending=sending)
    except DecisionRefused as refusal:
        form.add_error("decision", str(refusal))
        return _again(request, version, form, status=422)
    except AssessmentClosed:
        # One's own answer is sent already, by a double click or in another window.
        return _after_sending(request, version)
    except RatingsChanged as changed:
        form.add_error(None, str(changed))
        form.show_conflicts(changed.conflicts)
        return _again(request, version, form, status=409)
    except AlreadyDecided:
        return _again(request, version, form, status=409)
    except CoursesError as refusal:
        form.add_error(None, str(refusal))
        return _again(request, version, form, status=409)
    stash.drop(request, about=request.path)
    if sending:
        return _after_sending(request, version)
    messages.success(request, _("The draft is saved. The team does not see it yet."))
    return redirect("valmentamo_courses:review", version.uuid)


def _save(
    request: HttpRequest, version: SubmissionVersion, form: ReviewForm, *, sending: bool
) -> None:
    begun = open_review(version=version, coach=request.user)
    save_ratings(review=begun, ratings=form.ratings(), by=request.user)
    form.note_saved(begun.assessment)
    if sending:
        decide(
            review=begun,
            outcome=DecisionOutcome(form.cleaned_data["decision"]),
            unanswered=form.cleaned_data["unanswered"],
            missing=form.cleaned_data["missing"],
            by=request.user,
        )


def _after_sending(request: HttpRequest, version: SubmissionVersion) -> HttpResponse:
    messages.success(
        request,
        _("The feedback to %(team)s is sent.") % {"team": version.submission.team.name},
    )
    if following := next_in(queue_of(request.user), [version]):
        return redirect("valmentamo_courses:review", following.uuid)
    return redirect("valmentamo_courses:desk")


def _again(
    request: HttpRequest, version: SubmissionVersion, form: ReviewForm, *, status: int
) -> HttpResponse:
    """The same page with what was typed, and what stood in its way."""
    fresh = version_for_coach(request.user, version.uuid)
    page = review_page(version=fresh, user=request.user, view="")
    return _show(request, page, form, status=status)


def _show(
    request: HttpRequest,
    page: ReviewPage,
    form: ReviewForm,
    *,
    status: int = 200,
    restored: bool = False,
) -> HttpResponse:
    if page.pane is None:
        raise Http404
    queue = queue_of(request.user)
    beside = shown_rows(queue, request.user)[:BESIDE]
    context = {
        "sheet": page,
        "version": page.version,
        "form": form,
        "rows": [
            (row, page.hints.get(row.criterion.key)) for row in form.numbered_rows()
        ],
        "restored": restored,
        "writer": stash.token(request.user, about=request.path, path=request.path),
        "has_errors": form.is_bound and bool(form.errors),
        "items": queue_items(beside, _language()),
        "waiting": waiting_in(queue),
        "aim": page.version.submission.exercise.course.coach_answer_days,
        "address": reverse("valmentamo_courses:review", args=[page.version.uuid]),
    }
    return render(request, "valmentamo_courses/review.html", context, status=status)


def _language() -> str:
    return get_language() or ""
