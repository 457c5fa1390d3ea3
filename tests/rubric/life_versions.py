"""The life of versions: edited, reviewed, published, archived, carried over by files."""

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from rubric.enums import OPEN_STATES, VersionState
from rubric.services import publishing
from rubric.services.drafting import content_of
from rubric.services.editing import save_draft
from rubric.services.exporting import export_version
from rubric.services.importing import import_draft
from tests.rubric.factories import small_content
from tests.rubric.life_content import any_criteria, any_rules
from tests.rubric.life_world import WHICH, World
from valmentamo.guarding import FrozenRow

FORMATS = st.sampled_from(["json", "yaml", "case", "canvas", "xlsx"])


def has(**wanted):
    """There is such a version; else the step would be refused, which is seldom tried."""
    return precondition(
        lambda self: self.seldom() or self.versions().filter(**wanted).exists()
    )


def nothing_is_open(self):
    return self.seldom() or not self.versions().open().exists()


class Versions(World):
    def in_state(self, state):
        return self.versions().filter(state=state)

    @precondition(nothing_is_open)
    @rule(who=WHICH)
    def start_draft(self, who):
        self.attempt(publishing.start_draft, rubric=self.rubric, by=self.person(who))

    @has(state__in=OPEN_STATES)
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

    @has(state=VersionState.DRAFT)
    @rule(which=WHICH, who=WHICH)
    def send_to_review(self, which, who):
        version = self.pick(self.versions(), which, self.in_state(VersionState.DRAFT))
        self.attempt(publishing.send_to_review, version=version, by=self.person(who))

    @has(state=VersionState.IN_REVIEW)
    @rule(which=WHICH, who=WHICH)
    def send_back(self, which, who):
        in_review = self.in_state(VersionState.IN_REVIEW)
        version = self.pick(self.versions(), which, in_review)
        self.attempt(publishing.send_back, version=version, by=self.person(who))

    @has(state__in=OPEN_STATES)
    @rule(who=WHICH)
    def publish(self, who):
        version = self.pick(self.versions().open(), 0)
        if version:
            by = self.person(who) if who % 3 == 0 else None
            self.attempt(publishing.publish_version, version=version, by=by)

    @precondition(lambda self: self.seldom() or self.versions().published().count() > 1)
    @rule(which=WHICH, who=WHICH)
    def archive(self, which, who):
        """Mostly not the last one: nothing could be assessed any more."""
        version = self.pick(self.versions(), which, self.versions().published())
        self.attempt(publishing.archive_version, version=version, by=self.person(who))

    @has(state=VersionState.DRAFT)
    @rule(which=WHICH, who=WHICH)
    def discard(self, which, who):
        version = self.pick(self.versions(), which, self.in_state(VersionState.DRAFT))
        self.attempt(publishing.discard_draft, version=version, by=self.person(who))

    @precondition(nothing_is_open)
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
