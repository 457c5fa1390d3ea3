"""History, second person, links between versions, and whom a version touches."""

from dataclasses import replace
from uuid import uuid4

import pytest

from rubric.content import content_hash
from rubric.crosswalking import Link, propose
from rubric.enums import CrosswalkKind
from rubric.exceptions import (
    CriterionInUse,
    FaultyCrosswalk,
    FaultyRubric,
    SecondPersonNeeded,
    StepNotAllowed,
    VersionConflict,
)
from rubric.impact import Usage, UsageKind, ask
from rubric.models import (
    AskedCriterion,
    Assessment,
    Criterion,
    CriterionRating,
    Crosswalk,
    Exemplar,
    Result,
    ResultLine,
    Rubric,
    RubricVersion,
)
from rubric.services.drafting import content_of
from rubric.services.editing import save_draft
from rubric.services.publishing import (
    archive_version,
    discard_draft,
    publish_version,
    send_back,
    send_to_review,
    start_draft,
)
from rubric.services.results import make_result
from rubric.signals import usage_asked
from tests.rubric.factories import (
    NOON,
    PersonFactory,
    criterion_content,
    make_assessment,
    make_draft,
    texts,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(db):
    return PersonFactory()


@pytest.fixture
def draft(version, author):
    return start_draft(rubric=version.rubric, by=author, at=NOON)


def content(version):
    return content_of(RubricVersion.objects.with_structure().get(pk=version.pk))


def story(version):
    return list(version.events.values_list("kind", "by", "at", "note"))


def test_each_step_is_written_down_with_person_time_and_message(draft, author, coach):
    send_to_review(version=draft, by=author, at=NOON, note="Katso kriteeri 2")
    send_back(version=draft, by=coach, at=NOON, note="Lyhennä")
    send_to_review(version=draft, by=author, at=NOON)
    publish_version(version=draft, by=coach, at=NOON)
    archive_version(version=draft, by=coach, at=NOON)
    assert story(draft) == [
        ("started", author.pk, NOON, ""),
        ("sent", author.pk, NOON, "Katso kriteeri 2"),
        ("sent_back", coach.pk, NOON, "Lyhennä"),
        ("sent", author.pk, NOON, ""),
        ("published", coach.pk, NOON, ""),
        ("archived", coach.pk, NOON, ""),
    ]


def test_refused_step_leaves_no_event(draft, coach):
    with pytest.raises(StepNotAllowed):
        send_back(version=draft, by=coach)
    assert [kind for kind, *_rest in story(draft)] == ["started"]


WRITERS = {
    "began": lambda draft, person: RubricVersion.objects.filter(pk=draft.pk).update(
        created_by=person
    ),
    "edited": lambda draft, person: save_draft(
        version=draft,
        content=replace(content(draft), label="other"),
        revision=draft.revision,
        by=person,
    ),
    "sent": lambda draft, person: send_to_review(version=draft, by=person),
}


@pytest.mark.parametrize("how", WRITERS)
def test_whoever_wrote_a_version_does_not_publish_it(how, author, coach):
    draft = make_draft()
    WRITERS[how](draft, author)
    draft.refresh_from_db()
    with pytest.raises(SecondPersonNeeded):
        publish_version(version=draft, by=author)
    draft.refresh_from_db()
    assert not draft.was_published
    assert publish_version(version=draft, by=coach).published_by == coach


def test_writer_publishes_where_the_setting_allows_it(settings, draft, author):
    settings.VALMENTAMO_RUBRIC_SECOND_PERSON = False
    assert publish_version(version=draft, by=author).is_published


def test_command_publishes_what_nobody_looked_at(draft):
    assert publish_version(version=draft).is_published


def test_version_that_was_changed_meanwhile_is_not_published(draft, author, coach):
    seen = draft.revision
    save_draft(
        version=draft,
        content=replace(content(draft), label="x"),
        revision=seen,
        by=author,
    )
    with pytest.raises(VersionConflict):
        publish_version(version=draft, by=coach, revision=seen)
    draft.refresh_from_db()
    assert not draft.was_published
    assert publish_version(version=draft, by=coach, revision=draft.revision)


def changed(draft, author):
    """Ethics goes away, two others come instead."""
    need, evidence, _ethics = content(draft).criteria
    criteria = (
        need,
        evidence,
        criterion_content("rights", 3, 10),
        criterion_content("harm", 4, 10, is_gate=True),
    )
    return save_draft(
        version=draft,
        content=replace(content(draft), criteria=criteria),
        revision=draft.revision,
        by=author,
    )


def test_links_that_a_person_confirmed_are_kept(version, draft, author, coach):
    changed(draft, author)
    old, new = content(version), content(draft)
    ethics = old.criteria[2].uuid
    kept = [x for x in propose(old, new) if x.kind == CrosswalkKind.KEPT]
    split = [
        Link(
            source=ethics,
            target=c.uuid,
            kind=CrosswalkKind.SPLIT,
            level_map={1: 1, 2: 2, 3: 2, 4: None},
            note="Kahteen osaan",
        )
        for c in new.criteria[2:]
    ]
    publish_version(version=draft, by=coach, links=[*kept, *split])
    assert list(draft.crosswalk.values_list("source__key", "target__key", "kind")) == [
        ("need", "need", "kept"),
        ("evidence", "evidence", "kept"),
        ("ethics", "rights", "split"),
        ("ethics", "harm", "split"),
    ]
    row = draft.crosswalk.last()
    assert row.level_map == {"1": 1, "2": 2, "3": 2, "4": None}
    assert row.note == "Kahteen osaan"


def test_without_links_the_uuids_say(draft, author, coach):
    changed(draft, author)
    publish_version(version=draft, by=coach)
    kinds = draft.crosswalk.values_list("kind", flat=True)
    assert sorted(kinds) == ["kept", "kept", "new", "new", "retired"]


def test_links_that_leave_a_criterion_out_publish_nothing(draft, author, coach):
    changed(draft, author)
    with pytest.raises(FaultyCrosswalk) as refusal:
        publish_version(version=draft, by=coach, links=[])
    assert len(refusal.value.faults) == 3 + 4
    assert not Crosswalk.objects.exists()
    draft.refresh_from_db()
    assert not draft.was_published


def test_missing_translation_is_a_gate(draft, coach):
    Criterion.objects.filter(version=draft, key="need").update(
        name=texts("Need", ["fi", "en"])
    )
    with pytest.raises(FaultyRubric, match=r"criteria\[0\].name.sv: missing text"):
        publish_version(version=draft, by=coach)


def test_publishing_touches_no_assessment_and_no_result(version, draft, author, coach):
    assessment = make_assessment(version, need=2, evidence=3, ethics=2)
    make_result(
        version=version,
        criteria=version.criteria.all(),
        rule_set="whole",
        assessment=assessment,
        at=NOON,
    )
    kinds = (Assessment, AskedCriterion, CriterionRating, Result, ResultLine)
    before = [list(model.objects.order_by("pk").values()) for model in kinds]
    changed(draft, author)
    publish_version(version=draft, by=coach)
    assert [list(model.objects.order_by("pk").values()) for model in kinds] == before
    version.refresh_from_db()
    assert version.is_published
    assert version.content_hash == content_hash(content(version))
    assert RubricVersion.objects.current().get() == draft


def test_discarded_draft_goes_with_all_its_rows_and_the_version_before_stays(
    version, draft, author
):
    discard_draft(version=draft, by=author)
    assert list(RubricVersion.objects.all()) == [version]
    assert start_draft(rubric=version.rubric, by=author).number == 2


def test_rubric_that_was_never_published_goes_with_its_draft(author):
    discard_draft(version=make_draft(), by=author)
    assert not Rubric.objects.exists()


@pytest.mark.parametrize("step", [send_to_review, publish_version])
def test_only_a_draft_is_discarded(draft, step, author, coach):
    step(version=draft, by=coach)
    with pytest.raises(StepNotAllowed):
        discard_draft(version=draft, by=author)
    assert RubricVersion.objects.filter(pk=draft.pk).exists()


def test_draft_with_samples_is_not_discarded(draft, author):
    Exemplar.objects.create(version=draft, slug="sample", language="fi")
    with pytest.raises(CriterionInUse, match="sample"):
        discard_draft(version=draft, by=author)
    assert RubricVersion.objects.filter(pk=draft.pk).exists()


@pytest.fixture
def listen():
    """Connects a host for the length of a test."""
    connected = []

    def connect(receiver):
        usage_asked.connect(receiver)
        connected.append(receiver)

    yield connect
    for receiver in connected:
        usage_asked.disconnect(receiver)


def test_every_host_is_asked(draft, listen):
    drafts = Usage(UsageKind.DRAFT, "Course", 3, url="/x/")
    used = Usage(UsageKind.EXERCISE, "Exercise", 1, criterion_uuid=uuid4())

    def one(sender, version, **kwargs):
        return [drafts] if version == draft else []

    def two(sender, version, **kwargs):
        return [used]

    listen(one)
    listen(two)
    impact = ask(draft)
    assert {drafts, used} <= set(impact.usages)
    assert impact.silent == ()
    assert impact.count(UsageKind.DRAFT) == 3


@pytest.mark.parametrize("answer", [None, 3, ["words"]])
def test_host_that_answers_something_else_is_named(draft, listen, answer, caplog):
    def strange(sender, version, **kwargs):
        return answer

    listen(strange)
    (name,) = ask(draft).silent
    assert "strange" in name
    assert "strange" in caplog.text


def test_host_that_fails_is_named_and_the_others_are_heard(draft, listen, caplog):
    def broken(sender, version, **kwargs):
        raise ValueError("no table")

    def well(sender, version, **kwargs):
        return [Usage(UsageKind.RESULT, "R", 1)]

    listen(broken)
    listen(well)
    impact = ask(draft)
    assert impact.count(UsageKind.RESULT) == 1
    assert len(impact.silent) == 1
    assert "broken" in impact.silent[0]
    assert "no table" in caplog.text
