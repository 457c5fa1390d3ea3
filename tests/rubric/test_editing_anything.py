"""Whatever a draft may hold comes back as it was saved, and is then left alone."""

from dataclasses import replace
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rubric.content import VERSION_TEXTS
from tests.rubric.factories import make_draft, small_content
from tests.rubric.test_editing import content, save, stored

WORDS = st.dictionaries(
    st.sampled_from(["fi", "sv", "en"]), st.text("aåö ”\n'\"\\", min_size=1, max_size=9)
)
POINTS = st.decimals(0, 9999, places=4)
KEYS = st.lists(st.from_regex(r"[a-z]{1,3}", fullmatch=True), unique=True, max_size=6)


@st.composite
def edited(draw, old):
    """Any content that a draft may have, with some of the criteria there are."""
    values = range(1, draw(st.integers(1, 6)) + 1)
    keys = draw(KEYS)
    uuids = draw(st.permutations([c.uuid for c in old.criteria] + [None] * 6))
    scale = small_content().scale[0]
    step_keys = draw(st.permutations([f"l{v}" for v in range(1, 7)]))
    return replace(
        old,
        label=draw(st.sampled_from(["1.0", "2.0", "kevät"])),
        texts={name: draw(WORDS) for name in VERSION_TEXTS},
        scale=tuple(
            replace(scale, value=v, key=step_keys[v - 1], label=draw(WORDS))
            for v in values
        ),
        criteria=tuple(
            replace(
                old.criteria[0],
                key=key,
                uuid=uuid or uuid4(),
                sort_order=place,
                weight=draw(st.integers(1, 100)),
                is_gate=draw(st.booleans()),
                name=draw(WORDS),
                levels={v: draw(WORDS) for v in values},
                points=draw(st.dictionaries(st.sampled_from(values), POINTS)),
                looks_at=tuple(draw(KEYS)),
            )
            for place, (key, uuid) in enumerate(zip(keys, uuids, strict=False))
        ),
    )


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_any_edit_comes_back_as_it_was_saved(db, data):
    version = make_draft()
    old = content(version)
    new = data.draw(edited(old))
    save(version, new)
    back = content(version)
    assert back == new
    assert [c.uuid for c in back.criteria] == [c.uuid for c in new.criteria]
    revision = stored(version).revision
    save(version, back)
    assert stored(version).revision == revision
