"""Take a self-rating that was made earlier into the self-assessment of the course."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from courses.enums import ExerciseType
from courses.exceptions import CoursesError, NotAllowedNow
from courses.forms.earlier_rating import EarlierRatingForm
from courses.models import Enrolment, Submission
from courses.permissions import work_for
from courses.services.self_rating import take_in_earlier
from courses.views.workspace import exercise_url
from rubric.exceptions import FaultySelfRating, RubricError

#: Said before the faults, which are for those who can read the file.
PLAINLY = gettext_noop(
    "This file can't be read as a self-rating. Choose the file that you took along from "
    "the public page, as it was."
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def earlier_rating(request: HttpRequest, submission: UUID) -> HttpResponse:
    work, enrolment = work_for(request.user, submission)
    if work.exercise.type != ExerciseType.SELF_ASSESSMENT:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = EarlierRatingForm(data, request.FILES or None)
    if form.is_valid() and _taken_in(request, form, work, enrolment):
        return redirect(exercise_url(request, work))
    context = {
        "form": form,
        "back": exercise_url(request, work),
        "has_errors": form.is_bound,
    }
    status = 422 if form.is_bound else 200
    template = "valmentamo_courses/earlier_rating.html"
    return render(request, template, context, status=status)


def _taken_in(
    request: HttpRequest,
    form: EarlierRatingForm,
    work: Submission,
    enrolment: Enrolment,
) -> bool:
    try:
        take_in_earlier(exercise=work.exercise, enrolment=enrolment, data=form.content)
    except FaultySelfRating as refusal:
        form.add_error("file", _(PLAINLY))
        for fault in refusal.faults[:10]:
            form.add_error("file", str(fault))
        return False
    except CoursesError as refusal:
        messages.error(request, str(refusal))
        return True
    except RubricError:
        # Submitted at the same moment, in another window.
        messages.error(request, str(NotAllowedNow()))
        return True
    messages.success(
        request,
        _(
            "Your earlier levels and notes are here. Look them through before you submit."
        ),
    )
    return True
