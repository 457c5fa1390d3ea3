"""What was promised of a rubric, held against it again and again."""

from hypothesis.stateful import invariant

from rubric.content import content_hash, structure_hash
from rubric.models import Assessment, Result, RubricVersion
from rubric.services.drafting import content_of
from rubric.services.explaining import recompute, trace_of
from tests.rubric.life_world import World

#: Reading everything again takes longer than a step.
EVERY = 3


class Promises(World):
    @invariant()
    def promises_are_kept(self):
        self.turn += 1
        if self.turn % EVERY == 0:
            self.hold()

    def teardown(self):
        try:
            self.hold()
        finally:
            super().teardown()

    def hold(self):
        self.at_most_one_version_is_open()
        self.no_published_version_ever_changes()
        self.every_result_comes_to_itself_again()
        self.no_submitted_assessment_ever_changes()

    def at_most_one_version_is_open(self):
        if hasattr(self, "rubric"):
            assert self.versions().open().count() <= 1

    def no_published_version_ever_changes(self):
        for version in RubricVersion.objects.ever_published().with_structure():
            content = content_of(version)
            now = (content_hash(content), structure_hash(content))
            assert now == (version.content_hash, version.structure_hash)
            assert self.seen.setdefault(("version", version.pk), now) == now

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

    def no_submitted_assessment_ever_changes(self):
        for assessment in Assessment.objects.closed().prefetch_related("ratings"):
            now = sorted(
                (r.criterion_id, r.level_id, r.not_assessable, r.points)
                for r in assessment.ratings.all()
            )
            assert self.seen.setdefault(("ratings", assessment.pk), now) == now
