"""The life of assessments and results: rated, sent, corrected, pooled."""

from django.db import transaction
from django.db.models import Count
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from rubric.enums import Pooling
from rubric.exceptions import RubricError
from rubric.models import Assessment, RatingComment
from rubric.services.assessing import (
    discard_assessment,
    rate,
    start_assessment,
    submit_assessment,
)
from rubric.services.correcting import start_correction
from rubric.services.results import make_pooled_result, make_result
from tests.rubric.life_world import WHICH, World

LEVELS = st.sampled_from([3, 2, 4, 1, None])
RULE_SETS = st.sampled_from(["whole", "parts", "points"])
KINDS = st.sampled_from(["self", "peer", "coach"])


def has(of):
    """There is one to do it with; else the step would be refused or have no meaning."""
    return precondition(lambda self: of().exists())


class Assessments(World):
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

    @has(Assessment.objects.drafts)
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
        work=st.sampled_from("cdefgh"),
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

    @has(Assessment.objects.drafts)
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

    @has(Assessment.objects.submitted)
    @rule(which=WHICH, who=WHICH)
    def correct(self, which, who):
        submitted = Assessment.objects.submitted()
        assessment = self.pick(Assessment.objects.all(), which, submitted)
        by = assessment.assessor or self.person(who)
        self.attempt(start_correction, assessment=assessment, by=by)

    @has(Assessment.objects.drafts)
    @rule(which=WHICH)
    def discard_assessment(self, which):
        assessment = self.pick(Assessment.objects.drafts(), which)
        try:
            with transaction.atomic():
                discard_assessment(assessment=assessment, by=assessment.assessor)
        except RubricError:
            assert assessment.assessor is None

    @has(Assessment.objects.submitted)
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

    def pooled_works(self):
        """Works that several people have assessed by a version that pools them."""
        rows = Assessment.objects.submitted().of_kind("coach").exclude(subject="")
        rows = rows.exclude(version__pooling=Pooling.ONE).order_by()
        counted = rows.values("version", "subject").annotate(people=Count("assessor"))
        return counted.filter(people__gt=1).order_by("version", "subject")

    @precondition(lambda self: self.pooled_works().exists())
    @rule(which=WHICH, rule_set=RULE_SETS)
    def make_pooled_result(self, which, rule_set):
        works = self.pooled_works()
        work = works[which % works.count()]
        version = self.versions().get(pk=work["version"])
        rows = version.assessments.submitted().of_kind("coach")
        rows = rows.for_subject(work["subject"])
        self.attempt(
            make_pooled_result,
            version=version,
            criteria=version.criteria.scored(),
            rule_set=rule_set,
            assessments=list(rows[:1] if self.seldom() else rows),
        )

    @precondition(lambda self: RatingComment.objects.exclude(text="").exists())
    @rule(which=WHICH)
    def erase_a_comment(self, which):
        comment = self.pick(RatingComment.objects.exclude(text=""), which)
        RatingComment.objects.filter(pk=comment.pk).update(text="")
