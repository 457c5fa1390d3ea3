"""Draft, review, published, archived."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rubric.content import content_hash, faults_of
from rubric.enums import VersionState
from rubric.exceptions import (
    DraftExists,
    FaultyRubric,
    StepNotAllowed,
    UnknownRubric,
    VersionExists,
)
from rubric.models import Criterion, Crosswalk, RubricVersion
from rubric.services.drafting import content_of
from rubric.services.publishing import (
    archive_version,
    publish_version,
    send_back,
    send_to_review,
    start_draft,
)
from tests.rubric.factories import (
    NOON,
    PersonFactory,
    RubricFactory,
    criterion_content,
    make_draft,
    make_version,
    small_content,
    texts,
)

pytestmark = pytest.mark.django_db


def test_published_version_keeps_who_when_and_its_hash():
    person = PersonFactory()
    version = publish_version(version=make_draft(), by=person, at=NOON)
    assert version.state == VersionState.PUBLISHED
    assert (version.published_by, version.published_at) == (person, NOON)
    assert version.content_hash == content_hash(small_content())


def test_content_comes_back_from_the_rows_as_it_was():
    assert content_of(make_version()) == small_content()


def test_version_in_review_can_be_sent_back_or_published():
    draft = make_draft()
    send_to_review(version=draft)
    send_back(version=draft)
    assert draft.state == VersionState.DRAFT
    send_to_review(version=draft)
    publish_version(version=draft)
    assert draft.is_published


def without(mapping, key):
    return {k: v for k, v in mapping.items() if k != key}


CONTENT = small_content()
NEED, EVIDENCE, ETHICS = CONTENT.criteria


def _for_authors(which):
    return tuple(
        replace(c, rated_by="author") if which(c) else c for c in CONTENT.criteria
    )


BROKEN = [
    (
        {"texts": CONTENT.texts | {"title": texts("Title", ["fi", "sv"])}},
        "title.en: missing text",
    ),
    (
        {"criteria": (NEED, EVIDENCE, replace(ETHICS, question={}))},
        "criteria[2].question.fi: missing text",
    ),
    (
        {"criteria": (NEED, replace(EVIDENCE, levels=without(EVIDENCE.levels, 4)))},
        "criteria[1].levels.4: this level is missing",
    ),
    ({"criteria": (NEED, EVIDENCE)}, "criteria: the weights add up to 80, not to 100"),
    ({"criteria": ()}, "criteria: at least one criterion is needed"),
    ({"scale": CONTENT.scale[:1]}, "levels: the levels must be 1, 2, 3"),
    (
        {"rules": replace(CONTENT.rules, pass_mean=9)},
        "rules.pass_mean: must be within the scale",
    ),
    (
        {"criteria": _for_authors(lambda c: c.is_gate)},
        "criteria[2].is_gate: what only the author rates can't be a gate",
    ),
    (
        {"criteria": _for_authors(lambda c: True)},
        "criteria: every criterion is for the author only",
    ),
]


@pytest.mark.parametrize(("changes", "fault"), BROKEN, ids=[b[1] for b in BROKEN])
def test_unfinished_draft_is_not_published_and_the_fault_is_named(changes, fault):
    draft = make_draft(**changes)
    with pytest.raises(FaultyRubric) as refusal:
        publish_version(version=draft)
    assert fault in str(refusal.value)
    draft.refresh_from_db()
    assert draft.state == VersionState.DRAFT


def test_content_without_a_language_is_not_whole():
    assert "languages" in [f.path for f in faults_of(small_content(languages=()))]


def test_published_version_is_not_published_again():
    with pytest.raises(StepNotAllowed):
        publish_version(version=make_version())


def test_archived_version_stays_archived():
    version = archive_version(version=make_version(), at=NOON)
    assert version.archived_at == NOON
    with pytest.raises(StepNotAllowed):
        archive_version(version=version)
    with pytest.raises(StepNotAllowed):
        publish_version(version=version)


def test_draft_is_not_archived():
    with pytest.raises(StepNotAllowed):
        archive_version(version=make_draft())


def test_new_draft_copies_the_last_version_and_keeps_the_uuids():
    version = make_version()
    draft = start_draft(rubric=version.rubric, label="1.1")
    assert draft.state == VersionState.DRAFT
    assert draft.number == 2
    assert replace(content_of(draft), label="1.0") == content_of(version)
    assert list(draft.criteria.values_list("uuid", "levels__uuid")) == list(
        version.criteria.values_list("uuid", "levels__uuid")
    )


def test_rubric_has_one_open_version_at_most():
    rubric = make_version().rubric
    send_to_review(version=start_draft(rubric=rubric))
    with pytest.raises(DraftExists):
        start_draft(rubric=rubric)


def test_label_is_used_once_in_a_rubric():
    with pytest.raises(VersionExists):
        start_draft(rubric=make_version().rubric, label="1.0")


def test_draft_needs_something_to_copy():
    with pytest.raises(UnknownRubric):
        start_draft(rubric=RubricFactory())


def test_published_successor_is_linked_criterion_by_criterion():
    version = make_version()
    draft = start_draft(rubric=version.rubric)
    need = draft.criteria.get(key="need")
    Criterion.objects.filter(pk=need.pk).update(question=texts("Whose need?"))
    publish_version(version=draft)
    assert dict(Crosswalk.objects.values_list("source__key", "kind")) == {
        "need": "reworded",
        "evidence": "kept",
        "ethics": "kept",
    }


def test_newest_published_version_is_the_current_one():
    first = make_version()
    other = make_version()
    second = publish_version(version=start_draft(rubric=first.rubric))
    start_draft(rubric=first.rubric)
    assert set(RubricVersion.objects.current()) == {second, other}


def test_structure_hash_ignores_wording_and_sees_weights():
    base = make_version()
    reworded = make_version(texts=CONTENT.texts | {"title": texts("Other")})
    heavier = make_version(
        criteria=(
            criterion_content("need", 1, 50),
            criterion_content("evidence", 2, 30),
            ETHICS,
        )
    )
    assert base.structure_hash == reworded.structure_hash
    assert base.content_hash != reworded.content_hash
    assert base.structure_hash != heavier.structure_hash


def test_publishing_time_is_now_when_none_is_given():
    before = datetime.now(UTC)
    assert before <= publish_version(version=make_draft()).published_at
