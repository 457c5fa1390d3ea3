"""Saving and submitting an answer: by the form's buttons and by the autosave script."""

from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from courses import stash
from courses.dates import short_time
from courses.exceptions import (
    AttachmentRefused,
    CoursesError,
    FieldConflict,
    Incomplete,
    NotAllowedNow,
)
from courses.forms.answer import (
    ANSWER,
    RATING,
    PostedField,
    PostedRating,
    changed_texts,
    seen_mark,
)
from courses.permissions import proposal_for
from courses.screens.answer_form import field_id
from courses.screens.conflicts import conflict_views
from courses.screens.exercise import Unsaved
from courses.services.self_rating import open_record, self_rating
from courses.services.submission import submit as send_in
from courses.services.writing import (
    SaveReport,
    add_attachment,
    remove_attachment,
    resolve_proposal,
    save_fields,
)
from courses.views.arriving import Arrival, arrive
from courses.views.workspace import exercise_url
from rubric.models.assessment import COMMENT_LIMIT
from rubric.services.assessing import rate

SAVED_COOKIE = "valmentamo_saved"


@dataclass(slots=True)
class Saved:
    """What was saved of a posted form and what is still in the writer's hands."""

    report: SaveReport
    faults: list[tuple[str, str]] = field(default_factory=list)

    def unsaved(self, arrival: Arrival) -> Unsaved:
        kept: dict[str, PostedField] = {}
        for key, conflict in self.report.conflicts.items():
            seen = seen_mark(conflict.revision, conflict.theirs)
            kept[key] = PostedField(key, conflict.mine, seen)
        for key in self.report.refused:
            kept[key] = arrival.fields[key]
        return replace(
            arrival.everything(),
            fields=kept,
            ratings={
                key: rating
                for key, rating in arrival.ratings.items()
                if RATING + key in dict(self.faults)
            },
            faults=self.faults,
            conflicts=list(self.report.conflicts.values()),
        )


@csrf_exempt  # arrive() checks the token itself: its refusal keeps the text
def save(request: HttpRequest, submission: UUID) -> HttpResponse:
    arrival = arrive(request, submission)
    if isinstance(arrival, HttpResponse):
        return arrival
    try:
        saved = _save(arrival)
    except NotAllowedNow as refusal:
        return _stranded(arrival, refusal)
    if arrival.wants_json:
        return _told(arrival, saved)
    if saved.report.conflicts:
        return arrival.show(saved.unsaved(arrival), 409)
    if saved.faults:
        return arrival.show(saved.unsaved(arrival), 422)
    stash.drop(request)
    return _acknowledged(arrival, redirect(_after_save(arrival)))


@csrf_exempt  # as save
def submit(request: HttpRequest, submission: UUID) -> HttpResponse:
    """Save everything and hand it in; the same form sent twice makes one version."""
    arrival = arrive(request, submission)
    if isinstance(arrival, HttpResponse):
        return arrival
    place = _acknowledged(arrival, redirect(exercise_url(request, arrival.submission)))
    key = _submit_key(request)
    if arrival.submission.versions.filter(submit_key=key).exists():
        return place
    try:
        saved = _save(arrival)
        if saved.report.conflicts:
            return arrival.show(saved.unsaved(arrival), 409)
        if saved.faults:
            return arrival.show(saved.unsaved(arrival), 422)
        send_in(
            submission=arrival.submission,
            enrolment=arrival.enrolment,
            submit_key=key,
            by=request.user,
            text_read="read" in request.POST,
        )
    except Incomplete as refusal:
        unsaved = replace(saved.unsaved(arrival), faults=refusal.faults)
        return arrival.show(unsaved, 422)
    except NotAllowedNow as refusal:
        if arrival.submission.versions.filter(submit_key=key).exists():
            return place
        return _stranded(arrival, refusal)
    stash.drop(request)
    return place


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


def _save(arrival: Arrival) -> Saved:
    request = arrival.request
    action, _colon, target = str(request.POST.get("do", "")).partition(":")
    texts = changed_texts(arrival.fields)
    if action == "theirs":
        texts.pop(target, None)
    elif action == "both" and target in texts:
        texts[target] = _joined(arrival, target)
    saved = Saved(
        save_fields(
            submission=arrival.submission,
            texts=texts,
            language=arrival.team.language,
            by=request.user,
        )
    )
    saved.faults += [(k, str(refusal)) for k, refusal in saved.report.refused.items()]
    _save_ratings(arrival, saved)
    _save_attachments(arrival, saved, target if action == "remove" else "")
    if action in ("take", "keep") and target.isdecimal():
        _resolve(arrival, saved, int(target), take=action == "take")
    return saved


def _joined(arrival: Arrival, key: str) -> tuple[str, int]:
    """Theirs and then mine, over the revision that the page showed."""
    posted = arrival.fields[key]
    theirs = arrival.submission.draft_fields.filter(key=key).first()
    text = f"{theirs.text.rstrip()}\n\n{posted.text}" if theirs else posted.text
    return text, posted.revision


def _save_ratings(arrival: Arrival, saved: Saved) -> None:
    given = arrival.ratings
    begun = open_record(arrival.submission, arrival.enrolment) is not None
    if not begun and not any(r.level or r.sentence for r in given.values()):
        return
    assessment = self_rating(submission=arrival.submission, enrolment=arrival.enrolment)
    for criterion in arrival.criteria:
        if not (rating := given.get(criterion.key)):
            continue
        if len(rating.sentence or "") > COMMENT_LIMIT:
            saved.faults.append((RATING + criterion.key, _too_long(rating)))
            continue
        levels = {level.value: level for level in criterion.levels.all()}
        rate(
            assessment=assessment,
            criterion=criterion,
            level=levels.get(rating.level) if rating.level else None,
            comments={} if rating.sentence is None else {"": rating.sentence},
            by=arrival.request.user,
        )


def _too_long(rating: PostedRating) -> str:
    return _(
        "Shorten the text to at most %(most)d characters. "
        "It has %(length)d characters now."
    ) % {"most": COMMENT_LIMIT, "length": len(rating.sentence or "")}


def _save_attachments(arrival: Arrival, saved: Saved, removed: str) -> None:
    user = arrival.request.user
    if removed:
        rows = arrival.submission.attachments.filter(removed_at=None)
        remove_attachment(attachment=get_object_or_404(rows, uuid=removed), by=user)
    if file := arrival.request.FILES.get("attachment"):
        try:
            add_attachment(submission=arrival.submission, file=file, by=user)
        except AttachmentRefused as refusal:
            saved.faults.append(("attachment", str(refusal)))


def _resolve(arrival: Arrival, saved: Saved, pk: int, *, take: bool) -> None:
    proposal = proposal_for(arrival.request.user, pk)
    try:
        resolve_proposal(proposal=proposal, take=take, by=arrival.request.user)
    except FieldConflict as conflict:
        saved.report.conflicts[conflict.key] = conflict
    except CoursesError as refusal:
        messages.error(arrival.request, str(refusal))


def _stranded(arrival: Arrival, refusal: NotAllowedNow) -> HttpResponse:
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
        "seen": {ANSWER + key: mark for key, mark in marks.items()},
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
    stash.drop(arrival.request)
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
