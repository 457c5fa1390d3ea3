"""The life of one rubric: every verb, with what was promised as invariants."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import ClassVar

from django.contrib.auth import get_user_model
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from rubric.content import content_hash, structure_hash
from rubric.enums import Pooling
from rubric.exceptions import RubricError
from rubric.models import Assessment, RatingComment, Result, RubricVersion
from rubric.services import publishing
from rubric.services.assessing import (
    discard_assessment,
    rate,
    start_assessment,
    submit_assessment,
)
from rubric.services.correcting import start_correction
from rubric.services.drafting import content_of
from rubric.services.editing import save_draft
from rubric.services.explaining import recompute, trace_of
from rubric.services.exporting import export_version
from rubric.services.importing import import_draft
from rubric.services.results import make_pooled_result, make_result
from tests.rubric.factories import (
    NOON,
    PersonFactory,
    criterion_content,
    make_draft,
    small_content,
    texts,
)

LEVELS = st.sampled_from([3, 2, 4, 1, None])
RULE_SETS = st.sampled_from(["whole", "parts", "points"])
KINDS = st.sampled_from(["self", "peer", "coach"])
FORMATS = st.sampled_from(["json", "yaml", "case", "canvas", "xlsx"])
#: Evenly spread: Hypothesis by itself would mostly choose the first.
WHICH = st.randoms(use_true_random=True).map(lambda chance: chance.randrange(100))


def any_rules():
    rules = small_content().rules
    return st.builds(
        replace,
        st.just(rules),
        minimum_level=st.integers(1, 3),
        pass_mean=st.sampled_from([Decimal("2.0"), Decimal("2.5"), Decimal("3.25")]),
        points_to_pass=st.sampled_from([None, Decimal(7), Decimal("8.5")]),
        pooling=st.sampled_from(list(Pooling)),
    )


def any_criterion():
    # What only the author rates can't be a gate.
    return st.one_of(
        _criterion(["need", "evidence", "reach", "cost"], "author"),
        _criterion(["ethics", "need", "evidence", "reach", "cost"]),
    )


def _criterion(keys, *raters):
    return st.builds(
        criterion_content,
        st.sampled_from(keys),
        st.integers(1, 9),
        st.sampled_from([20, 40, 60, 100]),
        question=st.sampled_from([texts("Why?"), texts("How?"), {"fi": "Miksi?"}]),
        points=st.sampled_from([{}, {4: Decimal("4.5")}]),
        rated_by=st.sampled_from(["everyone", "everyone", "assessor", *raters]),
    )


def any_criteria():
    """Mostly some that assessors rate; a rubric without them is refused."""
    return st.lists(any_criterion(), min_size=1, max_size=4, unique_by=lambda c: c.key)


class Life(RuleBasedStateMachine):
    """One rubric, three people, and whatever may be done with them. The database is
    as it was after each example."""

    #: How often each verb was carried out, and how often it was refused.
    done: ClassVar[Counter] = Counter()
    refused: ClassVar[Counter] = Counter()
    steps: ClassVar[int] = 0

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now = NOON
        self.seen = {}

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize()
    def begin(self):
        self.people = [PersonFactory() for _ in range(3)]
        rules = replace(
            small_content().rules, points_to_pass=Decimal(7), pooling=Pooling.MEDIAN
        )
        draft = make_draft(rules=rules)
        self.rubric = draft.rubric
        publishing.publish_version(version=draft, at=NOON)

    def attempt(self, verb, **values):
        """Refusals are half of the life of a rubric; anything else is a fault."""
        self.now += timedelta(minutes=7)
        try:
            with transaction.atomic():
                verb(**values, at=self.now)
        except RubricError as refusal:
            self.refused[type(refusal).__name__] += 1
        else:
            self.done[verb.__name__] += 1

    def pick(self, rows, which, fit=None):
        """One of the rows; mostly one that fits, so that not all is refused."""
        if fit is not None and which % 4 and fit.exists():
            rows = fit
        count = rows.count()
        return rows.order_by("pk")[which % count] if count else None

    def versions(self):
        return RubricVersion.objects.filter(rubric__in=[self.rubric])

    def person(self, which):
        return self.people[which % len(self.people)]

    @rule(who=WHICH)
    def start_draft(self, who):
        self.attempt(publishing.start_draft, rubric=self.rubric, by=self.person(who))

    @rule(
        who=WHICH,
        rules=any_rules(),
        criteria=any_criteria(),
        whole=st.booleans(),
    )
    def edit(self, who, rules, criteria, whole):
        version = self.pick(self.versions(), who, self.versions().open())
        if whole:
            criteria = small_content().criteria
        content = replace(
            content_of(version),
            rules=rules,
            criteria=tuple(
                replace(criterion, sort_order=i)
                for i, criterion in enumerate(criteria, 1)
            ),
        )
        self.attempt_edit(version, content, who)

    def attempt_edit(self, version, content, who):
        from valmentamo.guarding import FrozenRow

        try:
            self.attempt(
                save_draft,
                version=version,
                content=content,
                revision=version.revision,
                by=self.person(who),
            )
        except FrozenRow:
            assert version.was_published

    @rule(which=WHICH, who=WHICH)
    def send_to_review(self, which, who):
        version = self.pick(self.versions(), which, self.versions().open())
        self.attempt(publishing.send_to_review, version=version, by=self.person(who))

    @rule(which=WHICH, who=WHICH)
    def send_back(self, which, who):
        in_review = self.versions().filter(state="in_review")
        version = self.pick(self.versions(), which, in_review)
        self.attempt(publishing.send_back, version=version, by=self.person(who))

    @rule(who=WHICH)
    def publish(self, who):
        version = self.pick(self.versions().open(), 0)
        if version:
            by = self.person(who) if who % 3 == 0 else None
            self.attempt(publishing.publish_version, version=version, by=by)

    @rule(which=WHICH, who=WHICH)
    def archive(self, which, who):
        version = self.pick(self.versions(), which)
        self.attempt(publishing.archive_version, version=version, by=self.person(who))

    @rule(which=WHICH, who=WHICH)
    def discard(self, which, who):
        version = self.pick(self.versions(), which)
        self.attempt(publishing.discard_draft, version=version, by=self.person(who))

    @rule(which=WHICH, who=WHICH, file_format=FORMATS)
    def export_and_import(self, which, who, file_format):
        version = self.pick(self.versions(), which)
        file = export_version(version=version, file_format=file_format, language="fi")
        self.attempt(
            import_draft,
            data=file.data,
            file_format=file_format,
            language="fi",
            rubric=self.rubric,
            by=self.person(who),
        )

    @rule(which=WHICH, who=WHICH, kind=KINDS, work=st.sampled_from(["", "a", "b"]))
    def start_assessment(self, which, who, kind, work):
        version = self.pick(self.versions(), which, self.versions().published())
        self.attempt(
            start_assessment,
            version=version,
            criteria=version.criteria.for_kind(kind),
            kind=kind,
            assessor=self.person(who),
            subject=work,
        )

    @precondition(lambda self: Assessment.objects.exists())
    @rule(which=WHICH, levels=st.lists(LEVELS, min_size=5, max_size=5))
    def rate(self, which, levels):
        drafts = Assessment.objects.drafts()
        assessment = self.pick(Assessment.objects.all(), which, drafts)
        if assessment.assessor is not None:
            self.give(assessment, levels)

    def give(self, assessment, levels):
        for criterion, value in zip(assessment.criteria.all(), levels, strict=False):
            self.attempt(
                rate,
                assessment=assessment,
                criterion=criterion,
                level=value and criterion.levels.get(value=value),
                not_assessable=value is None,
                comments={"": "Hyvä."},
                by=assessment.assessor,
            )

    @rule(
        which=WHICH,
        work=st.sampled_from(["c", "d"]),
        many=st.lists(st.lists(LEVELS, min_size=5, max_size=5), min_size=1, max_size=3),
    )
    def assess_one_work(self, which, work, many):
        """Several people rate the same work and submit."""
        version = self.pick(self.versions().published(), which)
        if version is None:
            return
        for person, levels in zip(self.people, many, strict=False):
            self.attempt(
                start_assessment,
                version=version,
                criteria=version.criteria.for_kind("coach"),
                kind="coach",
                assessor=person,
                subject=work,
            )
            for draft in version.assessments.drafts().for_subject(work):
                self.give(draft, levels)
                self.attempt(submit_assessment, assessment=draft, by=draft.assessor)

    @precondition(lambda self: Assessment.objects.exists())
    @rule(which=WHICH, who=WHICH, lenient=st.booleans())
    def submit(self, which, who, lenient):
        drafts = Assessment.objects.drafts()
        assessment = self.pick(Assessment.objects.all(), which, drafts)
        self.attempt(
            submit_assessment,
            assessment=assessment,
            by=assessment.assessor or self.person(who),
            require_all=not lenient,
        )

    @precondition(lambda self: Assessment.objects.exists())
    @rule(which=WHICH, who=WHICH)
    def correct(self, which, who):
        submitted = Assessment.objects.submitted()
        assessment = self.pick(Assessment.objects.all(), which, submitted)
        by = assessment.assessor or self.person(who)
        self.attempt(start_correction, assessment=assessment, by=by)

    @precondition(lambda self: Assessment.objects.drafts().exists())
    @rule(which=WHICH)
    def discard_assessment(self, which):
        assessment = self.pick(Assessment.objects.drafts(), which)
        try:
            with transaction.atomic():
                discard_assessment(assessment=assessment, by=assessment.assessor)
        except RubricError:
            assert assessment.assessor is None

    @precondition(lambda self: Assessment.objects.submitted().exists())
    @rule(which=WHICH, rule_set=RULE_SETS)
    def make_result(self, which, rule_set):
        assessment = self.pick(Assessment.objects.submitted(), which)
        version = assessment.version
        criteria = assessment.criteria.all()
        if rule_set == "whole":
            criteria = version.criteria.scored()
        self.attempt(
            make_result,
            version=version,
            criteria=criteria,
            rule_set=rule_set,
            assessment=assessment,
        )

    @precondition(lambda self: Assessment.objects.submitted().exists())
    @rule(work=st.sampled_from(["a", "c", "d"]), which=WHICH, rule_set=RULE_SETS)
    def make_pooled_result(self, work, which, rule_set):
        known = self.versions().ever_published()
        fit = known.exclude(pooling=Pooling.ONE).filter(
            assessments__subject=work, assessments__state="submitted"
        )
        version = self.pick(known, which, fit.distinct())
        if version is None:
            return
        rows = version.assessments.submitted().for_subject(work)
        self.attempt(
            make_pooled_result,
            version=version,
            criteria=version.criteria.scored(),
            rule_set=rule_set,
            assessments=list(rows),
        )

    @precondition(lambda self: RatingComment.objects.exclude(text="").exists())
    @rule(which=WHICH)
    def erase_a_comment(self, which):
        comment = self.pick(RatingComment.objects.exclude(text=""), which)
        RatingComment.objects.filter(pk=comment.pk).update(text="")

    @rule(which=WHICH)
    def erase_a_person(self, which):
        get_user_model().objects.get(pk=self.person(which).pk).delete()
        self.people[which % len(self.people)] = PersonFactory()

    @invariant()
    def a_step_was_taken(self):
        Life.steps += 1

    @invariant()
    def at_most_one_version_is_open(self):
        if hasattr(self, "rubric"):
            assert self.versions().open().count() <= 1

    @invariant()
    def no_published_version_ever_changes(self):
        for version in RubricVersion.objects.ever_published().with_structure():
            content = content_of(version)
            now = (content_hash(content), structure_hash(content))
            assert now == (version.content_hash, version.structure_hash)
            assert self.seen.setdefault(("version", version.pk), now) == now

    @invariant()
    def every_result_comes_to_itself_again(self):
        for result in Result.objects.select_related("version"):
            assert result.is_sealed
            scored = recompute(result)
            now = (
                scored.outcome,
                scored.numerator,
                scored.denominator,
                scored.gate_met,
                scored.distinction,
            )
            stored = (
                result.outcome,
                result.numerator,
                result.denominator,
                result.gate_met,
                result.distinction,
            )
            assert now == stored
            assert self.seen.setdefault(("result", result.pk), now) == now
            assert trace_of(result).outcome == result.outcome

    @invariant()
    def no_submitted_assessment_ever_changes(self):
        for assessment in Assessment.objects.closed().prefetch_related("ratings"):
            now = sorted(
                (r.criterion_id, r.level_id, r.not_assessable, r.points)
                for r in assessment.ratings.all()
            )
            assert self.seen.setdefault(("ratings", assessment.pk), now) == now
