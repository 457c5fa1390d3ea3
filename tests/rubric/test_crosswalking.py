"""How criteria continue: what is proposed covers all, and every fault is named."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubric.crosswalking import Link, faults_of, propose
from rubric.enums import CrosswalkKind
from tests.rubric.factories import criterion_content, small_content, texts

IDS = [UUID(int=n) for n in range(1, 9)]
KEPT, REWORDED, SPLIT, MERGED, NEW, RETIRED = CrosswalkKind
SAME = {1: 1, 2: 2, 3: 3, 4: 4}


def content(*numbers, **changes):
    """A rubric of criteria that are told apart by a number."""
    return small_content(
        criteria=tuple(
            criterion_content(f"c{n}", order, 10, uuid=IDS[n], **changes)
            for order, n in enumerate(numbers, start=1)
        )
    )


def link(source, target, kind, level_map=None, note=""):
    if level_map is None:
        level_map = {} if None in (source, target) else SAME
    return Link(
        source=None if source is None else IDS[source],
        target=None if target is None else IDS[target],
        kind=kind,
        level_map=level_map,
        note=note,
    )


def messages(links, old, new):
    return [str(fault) for fault in faults_of(links, old, new)]


def test_first_version_has_no_links():
    assert propose(None, content(1, 2)) == ()
    assert faults_of((), None, content(1, 2)) == []


def test_proposal_goes_by_uuid():
    old = content(1, 2, 3)
    first, second = content(1, 2, 4).criteria[:2]
    new = replace(
        content(1, 2, 4),
        criteria=(
            first,
            replace(second, question=texts("Whose?")),
            content(4).criteria[0],
        ),
    )
    assert propose(old, new) == (
        link(1, 1, KEPT),
        link(2, 2, REWORDED),
        link(None, 4, NEW),
        link(3, None, RETIRED),
    )


def test_new_weight_is_no_new_wording():
    heavier = replace(content(1).criteria[0], weight=99)
    assert propose(content(1), replace(content(1), criteria=(heavier,))) == (
        link(1, 1, KEPT),
    )


def test_level_continues_as_the_same_value_where_there_is_one():
    (found,) = propose(content(1), content(1, levels={2: texts("b"), 3: texts("c")}))
    assert found.level_map == {2: 2, 3: 3}


GOOD = {
    "split": ((1,), (2, 3), [link(1, 2, SPLIT), link(1, 3, SPLIT)]),
    "merged": ((1, 2), (3,), [link(1, 3, MERGED), link(2, 3, MERGED)]),
    "split and keep one": ((1,), (1, 2), [link(1, 1, SPLIT), link(1, 2, SPLIT)]),
    "reworded under another identity": ((1,), (2,), [link(1, 2, REWORDED)]),
    "two levels become one": ((1,), (1,), [link(1, 1, KEPT, {1: 1, 2: 1, 3: 2, 4: 4})]),
    "level that ends": ((1,), (1,), [link(1, 1, KEPT, {1: None, 2: 2})]),
    "replaced": ((1,), (2,), [link(1, None, RETIRED), link(None, 2, NEW)]),
    "many to many": (
        (1, 2),
        (3, 4),
        [link(1, 3, SPLIT), link(1, 4, SPLIT), link(2, 4, MERGED)],
    ),
}


@pytest.mark.parametrize(("old", "new", "links"), GOOD.values(), ids=GOOD)
def test_links_without_a_fault(old, new, links):
    assert messages(links, content(*old), content(*new)) == []


FAULTY = {
    "old left out": ((1, 2), (1,), [link(1, 1, KEPT)], "old.c2"),
    "new left out": ((1,), (1, 2), [link(1, 1, KEPT)], "new.c2"),
    "new with a source": ((1,), (1,), [link(1, 1, NEW)], "A new criterion continues"),
    "new without itself": ((), (), [link(None, None, NEW)], "A new criterion"),
    "retired with a target": ((1,), (1,), [link(1, 1, RETIRED)], "A retired criterion"),
    "kept without target": ((1,), (), [link(1, None, KEPT)], "of both versions"),
    "source unknown": ((1,), (1,), [link(5, 1, KEPT)], "before has no such"),
    "target unknown": ((1,), (1,), [link(1, 5, KEPT)], "This version has no such"),
    "twice": ((1,), (1,), [link(1, 1, KEPT)] * 2, "linked twice"),
    "split in one": ((1,), (1,), [link(1, 1, SPLIT)], "at least two"),
    "merged of one": ((1,), (1,), [link(1, 1, MERGED)], "at least two"),
    "split called kept": (
        (1,),
        (1, 2),
        [link(1, 1, KEPT), link(1, 2, SPLIT)],
        "choose “Split”",
    ),
    "merge called kept": (
        (1, 2),
        (1,),
        [link(1, 1, KEPT), link(2, 1, MERGED)],
        "choose “Merged”",
    ),
    "retired and kept": (
        (1,),
        (1,),
        [link(1, 1, KEPT), link(1, None, RETIRED)],
        "can't be retired and",
    ),
    "new and kept": (
        (1,),
        (1,),
        [link(1, 1, KEPT), link(None, 1, NEW)],
        "can't be new",
    ),
    "kept with other words": ((1,), (2,), [link(1, 2, KEPT)], "choose “Reworded”"),
    "unknown level of the source": (
        (1,),
        (1,),
        [link(1, 1, KEPT, {9: 1})],
        "links[0].levels.9",
    ),
    "unknown level of the target": (
        (1,),
        (1,),
        [link(1, 1, KEPT, {1: 9})],
        "links[0].levels.1",
    ),
    "levels upside down": (
        (1,),
        (1,),
        [link(1, 1, KEPT, {1: 4, 2: 3})],
        "can't continue as a lower",
    ),
    "levels of a retired one": (
        (1,),
        (),
        [link(1, None, RETIRED, {1: 1})],
        "no levels to link",
    ),
    "long note": ((1,), (1,), [link(1, 1, KEPT, note="x" * 301)], "at most 300"),
}


@pytest.mark.parametrize(("old", "new", "links", "said"), FAULTY.values(), ids=FAULTY)
def test_fault_of_the_links_is_named(old, new, links, said):
    found = messages(links, content(*old), content(*new))
    assert any(said in message for message in found), found


def test_every_fault_is_named_and_not_only_the_first():
    found = messages([link(1, 1, KEPT, {9: 1})], content(1, 2), content(1, 3))
    assert len(found) == 3


chosen = st.lists(st.integers(1, 7), unique=True, max_size=6)


@given(chosen, chosen, st.booleans())
def test_proposal_covers_every_criterion_and_has_no_fault(old, new, reworded):
    before = content(*old)
    after = content(*new, question=texts("Other")) if reworded else content(*new)
    links = propose(before, after)
    assert faults_of(links, before, after) == []
    assert {x.source for x in links} - {None} == {IDS[n] for n in old}
    assert {x.target for x in links} - {None} == {IDS[n] for n in new}


@given(chosen, chosen, st.data())
def test_no_link_can_be_left_out(old, new, data):
    links = list(propose(content(*old), content(*new)))
    if not links or not old:
        return
    links.pop(data.draw(st.integers(0, len(links) - 1)))
    assert faults_of(links, content(*old), content(*new))
