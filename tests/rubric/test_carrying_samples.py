"""Samples for practice go along to the next version where their levels still mean the
same."""

from dataclasses import replace

import pytest

from rubric.crosswalking import propose
from rubric.enums import CrosswalkKind
from rubric.models import Exemplar
from rubric.services.carrying import carry_samples, sample_needs
from rubric.services.drafting import content_of
from rubric.services.editing import save_draft
from rubric.services.exemplars import Reference, save_exemplar
from rubric.services.publishing import publish_version, start_draft
from tests.rubric.factories import NOON, level, texts
from tests.rubric.test_calibrating import make_exemplar


def following(version, change=None, links=None):
    """The next version, published, with one criterion changed."""
    draft = start_draft(rubric=version.rubric, at=NOON)
    old = content_of(version)
    if change:
        content = content_of(draft)
        criteria = [change(c) if c.key == "need" else c for c in content.criteria]
        content = replace(content, criteria=tuple(criteria))
        revision = draft.revision
        save_draft(version=draft, content=content, revision=revision, by=None, at=NOON)
    links = links and links(propose(old, content_of(draft)))
    return publish_version(version=draft, links=links, at=NOON)


def reworded(criterion):
    return replace(criterion, question=texts("Asked anew"))


def levels_of(exemplar):
    rows = exemplar.ratings.values_list("criterion__key", "level__value", "rationale")
    return sorted(rows)


def test_a_sample_goes_along_with_its_levels_and_reasons(version):
    before = make_exemplar(version, need=2, evidence=None, ethics=3)
    after = following(version).exemplars.get()
    assert after.uuid != before.uuid
    assert (after.slug, after.fields, after.use) == (
        before.slug,
        before.fields,
        before.use,
    )
    assert levels_of(after) == levels_of(before)
    assert not after.needs_checking
    assert list(Exemplar.objects.for_practice().newest()) == [after]


def test_a_sample_of_a_reworded_criterion_waits_until_it_is_saved(version):
    before = make_exemplar(version)
    new = following(version, reworded)
    after = new.exemplars.get()
    assert after.needs_checking
    assert list(Exemplar.objects.for_practice().newest()) == [before]
    need = new.criteria.get(key="need")
    save_exemplar(
        exemplar=after,
        columns={},
        fields=after.fields,
        references={need: Reference(level(need, 3))},
    )
    assert list(Exemplar.objects.for_practice().newest()) == [after]


def test_what_is_not_rated_may_change(version):
    make_exemplar(version, evidence=2)
    assert not following(version, reworded).exemplars.get().needs_checking


def test_a_sample_stays_behind_when_a_level_goes_on_as_another(version):
    make_exemplar(version)

    def shifted(links):
        return [
            replace(link, kind=CrosswalkKind.REWORDED, level_map={1: 1, 2: 3, 4: 4})
            if link.level_map
            else link
            for link in links
        ]

    new = following(version, reworded, shifted)
    assert not new.exemplars.exists()
    assert sample_needs(new).left == ["sample"]


def test_a_sample_stays_behind_when_its_criterion_is_gone(version):
    make_exemplar(version, "stays", need=2)
    make_exemplar(version, "goes", evidence=2)
    draft = start_draft(rubric=version.rubric, at=NOON)
    content = content_of(draft)
    rest = tuple(c for c in content.criteria if c.key != "need")
    rest = (replace(rest[0], weight=80), *rest[1:])
    content = replace(content, criteria=rest)
    save_draft(
        version=draft, content=content, revision=draft.revision, by=None, at=NOON
    )
    new = publish_version(version=draft, at=NOON)
    assert [row.slug for row in new.exemplars.all()] == ["goes"]
    assert sample_needs(new).left == ["stays"]


def test_a_sample_that_is_there_already_is_left_alone(version):
    make_exemplar(version)
    new = following(version)
    Exemplar.objects.filter(version=new).update(title="Written anew")
    assert carry_samples(version=new) == []
    assert new.exemplars.get().title == "Written anew"


def test_a_first_version_has_nothing_to_carry(version):
    assert carry_samples(version=version) == []
    assert sample_needs(version).left == []


@pytest.mark.parametrize("count", [1, 12])
def test_staff_are_told_which_wait(version, count):
    for i in range(count):
        make_exemplar(version, f"sample-{i:02}")
    needs = sample_needs(following(version, reworded))
    assert len(needs.to_check) == count
    assert needs.left == []
