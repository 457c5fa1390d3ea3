"""What a posted form changes: texts, own levels, files, offers. Nothing is dropped."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from courses.exceptions import AttachmentRefused, CoursesError, FieldConflict
from courses.forms.answer import (
    RATING,
    PostedField,
    PostedRating,
    changed_texts,
    seen_mark,
    small_number,
)
from courses.permissions import proposal_for
from courses.screens.criteria import marks_of
from courses.screens.unsaved import Unsaved
from courses.services.self_rating import open_record, self_rating
from courses.services.writing import (
    SaveReport,
    add_attachment,
    remove_attachment,
    resolve_proposal,
    save_fields,
)
from courses.views.arriving import Arrival
from rubric.exceptions import RatingConflict
from rubric.models import Assessment, Criterion
from rubric.models.assessment import COMMENT_LIMIT
from rubric.rating_guard import level_saved, texts_saved
from rubric.services.assessing import rate


@dataclass(slots=True)
class Saved:
    """What was saved of a posted form and what is still in the writer's hands."""

    report: SaveReport
    faults: list[tuple[str, str]] = field(default_factory=list)
    #: Own ratings that another window has saved meanwhile, by criterion.
    rivals: dict[str, RatingConflict] = field(default_factory=dict)
    #: The ratings that were saved, with what the script has seen of them now.
    rated: dict[str, str] = field(default_factory=dict)

    @property
    def has_conflicts(self) -> bool:
        return bool(self.report.conflicts or self.rivals)

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
                # Whoever has seen both may save over it.
                key: replace(rating, seen="") if key in self.rivals else rating
                for key, rating in arrival.ratings.items()
                if RATING + key in dict(self.faults)
            },
            faults=self.faults,
            conflicts=list(self.report.conflicts.values()),
        )


def save_posted(arrival: Arrival) -> Saved:
    """Save what changed; refuses NotAllowedNow and NotAMember for the form as a whole."""
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
    if action in ("take", "keep") and (pk := small_number(target, digits=18)):
        _resolve(arrival, saved, pk, take=action == "take")
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
        rating = given.get(criterion.key)
        if rating is None or not rating.changed:
            continue
        if len(rating.sentence or "") > COMMENT_LIMIT:
            saved.faults.append((RATING + criterion.key, _too_long(rating)))
            continue
        _rate(arrival, saved, assessment, criterion, rating)
    if arrival.wants_json and saved.rated:
        now = marks_of(Assessment.objects.with_ratings().get(pk=assessment.pk))
        saved.rated = {key: now[key] for key in saved.rated}


def _rate(
    arrival: Arrival,
    saved: Saved,
    assessment: Assessment,
    criterion: Criterion,
    rating: PostedRating,
) -> None:
    levels = {level.value: level for level in criterion.levels.all()}
    try:
        rate(
            assessment=assessment,
            criterion=criterion,
            level=levels.get(rating.level) if rating.level else None,
            comments={} if rating.sentence is None else {"": rating.sentence},
            revision=rating.revision,
            by=arrival.request.user,
        )
    except RatingConflict as conflict:
        saved.rivals[criterion.key] = conflict
        told = [level_saved(criterion, conflict)]
        told += [words for _aspect, words in texts_saved(conflict, [""])]
        saved.faults += [(RATING + criterion.key, words) for words in told]
    else:
        saved.rated[criterion.key] = rating.seen


def _too_long(rating: PostedRating) -> str:
    return _(
        "Shorten the text to at most %(most)d characters. "
        "It has %(length)d characters now."
    ) % {"most": COMMENT_LIMIT, "length": len(rating.sentence or "")}


def _save_attachments(arrival: Arrival, saved: Saved, removed: str) -> None:
    user = arrival.request.user
    if removed:
        _remove(arrival, removed)
    if file := arrival.request.FILES.get("attachment"):
        try:
            add_attachment(submission=arrival.submission, file=file, by=user)
        except AttachmentRefused as refusal:
            saved.faults.append(("attachment", str(refusal)))


def _remove(arrival: Arrival, name: str) -> None:
    """A second press finds nothing to do; a file of another answer is a 404."""
    try:
        uuid = UUID(name)
    except ValueError as error:
        raise Http404 from error
    row = get_object_or_404(arrival.submission.attachments, uuid=uuid)
    if row.removed_at is None:
        remove_attachment(attachment=row, by=arrival.request.user)


def _resolve(arrival: Arrival, saved: Saved, pk: int, *, take: bool) -> None:
    proposal = proposal_for(arrival.request.user, pk)
    if proposal.submission_id != arrival.submission.pk:
        raise Http404
    try:
        resolve_proposal(proposal=proposal, take=take, by=arrival.request.user)
    except FieldConflict as conflict:
        saved.report.conflicts[conflict.key] = conflict
    except CoursesError as refusal:
        messages.error(arrival.request, str(refusal))
