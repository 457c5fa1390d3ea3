"""What changed between two contents: nothing is missed and nothing is made up."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubric.content import (
    VERSION_TEXTS,
    CriterionContent,
    RubricContent,
    RuleContent,
    ScaleContent,
)
from rubric.diffing import RubricDiff, diff, identity
from rubric.wording import Mark, word_diff
from tests.rubric.factories import criterion_content, small_content, texts

IDS = [UUID(int=n) for n in range(1, 7)]
KEYS = ("need", "evidence", "ethics")
CONTENT = replace(
    small_content(),
    criteria=tuple(
        replace(c, uuid=uuid)
        for c, uuid in zip(small_content().criteria, IDS, strict=False)
    ),
)
NEED, EVIDENCE, ETHICS = CONTENT.criteria


def marked(before, after):
    signs = {Mark.KEPT: "{}", Mark.ADDED: "+{}+", Mark.REMOVED: "-{}-"}
    return "".join(signs[s.mark].format(s.text) for s in word_diff(before, after))


@pytest.mark.parametrize(
    ("before", "after", "seen"),
    [
        ("", "", ""),
        ("same words", "same words", "same words"),
        ("", "new", "+new+"),
        ("old", "", "-old-"),
        ("a clear need", "a real need", "a -clear-+real+ need"),
        ("need", "need now", "need+ now+"),
        ("one.", "one!", "one-.-+!+"),
        ("say it all now", "tell him so", "-say it all now-+tell him so+"),
        ("rivi yksi\nrivi kaksi", "rivi yksi\n\nrivi kaksi", None),
        ("käyttäjät mukana", "asiakkaat mukana", "-käyttäjät-+asiakkaat+ mukana"),
    ],
)
def test_words_are_compared_and_whole_words_are_marked(before, after, seen):
    if seen is not None:
        assert marked(before, after) == seen
    segments = word_diff(before, after)
    assert "".join(s.text for s in segments if s.mark != Mark.ADDED) == before
    assert "".join(s.text for s in segments if s.mark != Mark.REMOVED) == after


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_come_back_from_the_segments(before, after):
    segments = word_diff(before, after)
    assert "".join(s.text for s in segments if s.mark != Mark.ADDED) == before
    assert "".join(s.text for s in segments if s.mark != Mark.REMOVED) == after
    assert all(s.text for s in segments)


def test_diff_of_the_same_content_is_empty():
    assert not diff(CONTENT, CONTENT)
    assert diff(CONTENT, CONTENT) == RubricDiff()


def test_name_of_the_version_is_no_change():
    assert not diff(CONTENT, replace(CONTENT, label="2.0"))


def with_first(**changes):
    return replace(CONTENT, criteria=(replace(NEED, **changes), EVIDENCE, ETHICS))


VALUES = [
    ({"weight": 41}, ("weight", 40, 41)),
    ({"is_gate": True}, ("is_gate", False, True)),
    (
        {"needed_for_distinction": False},
        ("needed_for_distinction", True, False),
    ),
    ({"rated_by": "author"}, ("rated_by", "everyone", "author")),
    ({"key": "other"}, ("key", "need", "other")),
    ({"looks_at": ("x",)}, ("looks_at", ("need_field",), ("x",))),
    ({"points": {2: Decimal(5)}}, ("points", None, Decimal(5))),
]


@pytest.mark.parametrize(("changes", "told"), VALUES, ids=[v[1][0] for v in VALUES])
def test_changed_value_of_a_criterion_is_told(changes, told):
    (criterion,) = diff(CONTENT, with_first(**changes)).criteria
    (value,) = criterion.values
    assert (value.name, value.before, value.after) == told
    assert criterion.mark == Mark.KEPT
    assert not criterion.texts


def test_changed_descriptor_is_told_for_its_level_and_language_only():
    levels = {**NEED.levels, 3: NEED.levels[3] | {"sv": "need tre (sv)"}}
    (criterion,) = diff(CONTENT, with_first(levels=levels)).criteria
    (text,) = criterion.texts
    assert (text.part, text.language) == (3, "sv")
    assert (text.before, text.after) == ("need 3 (sv)", "need tre (sv)")


def test_rules_texts_and_names_of_levels_are_told():
    changed = replace(
        CONTENT,
        rules=replace(CONTENT.rules, pass_mean=Decimal("2.75")),
        texts=CONTENT.texts | {"title": texts("Other")},
        scale=(replace(CONTENT.scale[0], label=texts("First")), *CONTENT.scale[1:]),
        languages=("fi", "sv"),
    )
    found = diff(CONTENT, changed)
    assert [value.name for value in found.values] == ["languages", "pass_mean"]
    assert [(t.part, t.language) for t in found.texts] == [
        ("title", language) for language in ("fi", "sv", "en")
    ]
    assert [(step.key, len(step.texts)) for step in found.scale] == [("1", 3)]


def test_criterion_that_comes_and_one_that_goes_are_told_whole():
    new = criterion_content("new", 3, 20, uuid=IDS[4])
    found = diff(CONTENT, replace(CONTENT, criteria=(NEED, EVIDENCE, new)))
    assert [(c.key, c.mark, c.place) for c in found.criteria] == [
        ("new", Mark.ADDED, 3),
        ("ethics", Mark.REMOVED, None),
    ]
    assert {s.mark for t in found.criteria[0].texts for s in t.segments} == {Mark.ADDED}


def test_new_order_is_told_once():
    found = diff(CONTENT, replace(CONTENT, criteria=(EVIDENCE, NEED, ETHICS)))
    assert not found.criteria
    assert found.order.after == ("evidence", "need", "ethics")


def test_criterion_put_between_is_no_new_order():
    new = criterion_content("new", 9, 20, uuid=IDS[4])
    assert not diff(CONTENT, replace(CONTENT, criteria=(new, NEED, EVIDENCE))).order


# The whole of it: the old content and the diff together make the new content.
words = st.text("ab c.\n", max_size=12)
some_texts = st.dictionaries(st.sampled_from(("fi", "sv", "en")), words.filter(bool))
values = st.integers(1, 4)


@st.composite
def contents(draw):
    uuids = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=4))
    return RubricContent(
        label="1",
        languages=tuple(draw(st.lists(st.sampled_from(("fi", "sv")), unique=True))),
        texts={field: draw(some_texts) for field in VERSION_TEXTS},
        rules=draw(rules),
        scale=tuple(
            ScaleContent(value=value, key=draw(words), label=draw(some_texts))
            for value in sorted(draw(st.sets(values)))
        ),
        criteria=tuple(
            draw(criterion(uuid, order)) for order, uuid in enumerate(uuids, start=1)
        ),
    )


numbers = st.decimals(0, 9, places=1)
rules = st.builds(
    RuleContent,
    minimum_level=values,
    pass_mean=numbers,
    parts_minimum_level=values,
    parts_pass_mean=st.none() | numbers,
    distinction_mean=st.none() | numbers,
    distinction_level=values,
    points_to_pass=st.none() | numbers,
    pooling=st.sampled_from(("one", "median")),
)


def criterion(uuid, order):
    return st.builds(
        CriterionContent,
        key=st.just(f"k{uuid.int}"),
        sort_order=st.just(order),
        weight=st.integers(1, 9),
        is_gate=st.booleans(),
        needed_for_distinction=st.booleans(),
        looks_at=st.lists(st.sampled_from("xy")).map(tuple),
        name=some_texts,
        question=some_texts,
        levels=st.dictionaries(values, some_texts),
        points=st.dictionaries(values, numbers),
        rated_by=st.sampled_from(("everyone", "author")),
        uuid=st.just(uuid),
    )


def new_texts(old, changes, parts):
    result = {part: dict(old.get(part, {})) for part in parts}
    for change in changes:
        assert change.before == result[change.part].get(change.language, "")
        result[change.part][change.language] = change.after
    return {part: {k: v for k, v in kept.items() if v} for part, kept in result.items()}


def new_values(old, changes):
    for change in changes:
        assert old.get(change.name) == change.before
    return old | {change.name: change.after for change in changes}


def applied(old, found):
    """The content that the old one becomes when everything that is told is done."""
    top = new_values({"languages": old.languages} | vars(old.rules), found.values)
    languages = top.pop("languages")
    return RubricContent(
        label=old.label,
        languages=languages,
        texts=new_texts(old.texts, found.texts, VERSION_TEXTS),
        rules=RuleContent(**top),
        scale=new_scale(old, found),
        criteria=new_criteria(old, found),
    )


def new_scale(old, found):
    steps = {step.value: step for step in old.scale}
    for change in found.scale:
        value = int(change.key)
        step = steps.pop(value, ScaleContent(value=value, key=None, label={}))
        if change.mark == Mark.REMOVED:
            continue
        label = new_texts({"label": step.label}, change.texts, ("label",))["label"]
        key = new_values({"key": step.key}, change.values)["key"]
        steps[value] = ScaleContent(value=value, key=key, label=label)
    return tuple(steps[value] for value in sorted(steps))


NOTHING = {
    **dict.fromkeys(("key", "weight", "is_gate", "needed_for_distinction")),
    **dict.fromkeys(("rated_by", "looks_at")),
}


def new_criteria(old, found):
    rows = {identity(c): c for c in old.criteria}
    places = {}
    for change in found.criteria:
        before = rows.pop(change.uuid, None)
        if change.mark == Mark.REMOVED:
            continue
        rows[change.uuid] = changed(before, change)
        if change.mark == Mark.ADDED:
            places[change.place] = rows.pop(change.uuid)
    if found.order:
        order = {f"k{uuid.int}": rows[uuid] for uuid in rows}
        stays = [order[key] for key in found.order.after]
    else:
        stays = [rows[c.uuid] for c in old.criteria if c.uuid in rows]
    for place in sorted(places):
        stays.insert(place - 1, places[place])
    return tuple(replace(c, sort_order=n) for n, c in enumerate(stays, start=1))


def changed(before, change):
    plain = [v for v in change.values if v.level is None]
    old = {name: getattr(before, name) for name in NOTHING} if before else NOTHING
    columns = new_values(old, plain)
    points = dict(before.points) if before else {}
    levels = {v: dict(t) for v, t in before.levels.items()} if before else {}
    for value in change.values:
        if value.name == "points":
            points[value.level] = value.after
        if value.name == "level":
            levels.pop(value.level, None)
            if value.after:
                levels[value.level] = {}
    parts = {"name": before.name, "question": before.question} if before else {}
    of_levels = [t for t in change.texts if t.part in levels]
    of_parts = [t for t in change.texts if isinstance(t.part, str)]
    return CriterionContent(
        **columns,
        **new_texts(parts, of_parts, ("name", "question")),
        sort_order=0,
        levels=new_texts(levels, of_levels, levels),
        points={k: v for k, v in points.items() if v is not None},
        uuid=change.uuid,
    )


@given(contents(), contents())
def test_old_content_and_the_diff_make_the_new_content(old, new):
    new = replace(new, label=old.label)
    assert applied(old, diff(old, new)) == new


@given(contents(), contents())
def test_diff_is_empty_only_when_people_read_the_same(old, new):
    assert bool(diff(old, new)) == (replace(new, label=old.label) != old)
    assert not diff(new, new)
