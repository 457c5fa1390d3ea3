"""Enrolling in a cohort, and the team: form it, join it, change it, leave it."""

from copy import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.enums import CohortKind, EnrolmentKind, Stage
from courses.exceptions import AlreadyEnrolled, CoursesError
from courses.forms import EnrolForm, JoinTeamForm, TeamForm
from courses.models import Cohort, Enrolment, Team
from courses.permissions import cohort_to_join, own_enrolment
from courses.screens.joining import EnrolScreen, TeamScreen
from courses.services.enrolment import enrol as join_cohort
from courses.services.enrolment import form_team, join_team, leave_team, update_team
from courses.services.partners import tasks_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest, cohort: UUID) -> HttpResponse:
    row = cohort_to_join(request.user, cohort)
    mine = Enrolment.objects.current().for_person(request.user).filter(cohort=row)
    if found := mine.first():
        return _onward(found)
    tasks = tasks_of(row)
    form = EnrolForm(request.POST if request.method == "POST" else None, tasks=tasks)
    if request.method != "POST":
        return _show_enrol(request, row, form)
    if not form.is_valid():
        return _show_enrol(request, row, form, status=422)
    try:
        enrolment = join_cohort(user=request.user, cohort=row, told=tasks)
    except AlreadyEnrolled:
        return _onward(mine.get())
    except CoursesError as refusal:
        form.add_error(None, str(refusal))
        return _show_enrol(request, row, form, status=409)
    messages.success(request, _("You are now enrolled."))
    return _onward(enrolment)


def _onward(enrolment: Enrolment) -> HttpResponse:
    if enrolment.kind == EnrolmentKind.READER:
        return redirect("valmentamo_courses:my_path")
    return redirect("valmentamo_courses:team", enrolment.uuid)


def _show_enrol(
    request: HttpRequest, cohort: Cohort, form: EnrolForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "screen": EnrolScreen(cohort),
        "cohort": cohort,
        "form": form,
        "tasks": form.tasks,
        "has_errors": form.is_bound and bool(form.errors),
        "is_reading": cohort.kind == CohortKind.READING,
    }
    return render(request, "valmentamo_courses/enrol.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, enrolment: UUID) -> HttpResponse:
    row = own_enrolment(request.user, enrolment)
    if row.kind == EnrolmentKind.READER:
        return redirect("valmentamo_courses:my_path")
    found = Team.objects.for_enrolment(row).first()
    if found is None:
        return _without_team(request, row)
    return _with_team(request, row, found)


def _without_team(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """Three ways: alone with one press, by a code, or a new team."""
    action = request.POST.get("do", "")
    new = TeamForm(request.POST if action == "form" else None, prefix="new")
    join = JoinTeamForm(request.POST if action == "join" else None)
    forms: dict[str, TeamForm | JoinTeamForm] = {"form": new, "join": join}
    posted = forms.get(action)
    try:
        if action == "alone":
            _work_alone(request, enrolment)
            return redirect("valmentamo_courses:my_path")
        if posted is not None and posted.is_valid():
            _become_member(enrolment, posted)
            return redirect("valmentamo_courses:team", enrolment.uuid)
    except CoursesError as refusal:
        if posted is None:
            messages.error(request, str(refusal))
            return redirect("valmentamo_courses:team", enrolment.uuid)
        posted.add_error("code" if posted is join else None, str(refusal))
    return _show_choice(
        request, enrolment, {"new": new, "join": join, "faulty": posted}
    )


def _show_choice(
    request: HttpRequest, enrolment: Enrolment, forms: dict[str, Any]
) -> HttpResponse:
    has_errors = bool(forms["faulty"] and forms["faulty"].errors)
    context = forms | {
        "enrolment": enrolment,
        "has_errors": has_errors,
        "stage_notes": TeamScreen.stage_notes(enrolment, request),
    }
    template = "valmentamo_courses/team_choice.html"
    return render(request, template, context, status=422 if has_errors else 200)


def _become_member(enrolment: Enrolment, form: TeamForm | JoinTeamForm) -> None:
    if isinstance(form, TeamForm):
        form_team(enrolment=enrolment, **form.cleaned_data)
    else:
        join_team(enrolment=enrolment, code=form.cleaned_data["code"])


def _work_alone(request: HttpRequest, enrolment: Enrolment) -> None:
    name = str(request.user)[:80]
    form_team(
        enrolment=enrolment,
        name=name,
        stage=Stage.IDEA,
        language=get_language() or "",
    )
    messages.success(request, _("You work alone. You can begin at once."))


def _with_team(request: HttpRequest, enrolment: Enrolment, found: Team) -> HttpResponse:
    here = redirect("valmentamo_courses:team", enrolment.uuid)
    action = request.POST.get("do", "")
    # A copy: the form writes what was typed into its instance even when it is faulty.
    details = TeamForm(
        request.POST if action == "details" else None,
        instance=copy(found),
        prefix="team",
    )
    try:
        if action == "leave":
            leave_team(enrolment=enrolment)
            messages.success(request, _("You have left the team."))
            return here
        if action == "details" and details.is_valid():
            update_team(team=found, by=request.user, **details.cleaned_data)
            messages.success(request, _("The team is saved."))
            return here
    except CoursesError as refusal:
        messages.error(request, str(refusal))
        return here
    context = {
        "enrolment": enrolment,
        "screen": TeamScreen(enrolment, found, request),
        "team": found,
        "form": details,
        "has_errors": details.is_bound and bool(details.errors),
    }
    status = 422 if context["has_errors"] else 200
    return render(request, "valmentamo_courses/team.html", context, status=status)
