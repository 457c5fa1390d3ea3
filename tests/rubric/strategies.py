"""Any content of a version: unicode, quotes, line breaks, leading formula characters."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import strategies as st

from rubric.content import (
    VERSION_TEXTS,
    CriterionContent,
    RubricContent,
    RuleContent,
    ScaleContent,
)
from rubric.enums import Pooling, RatedBy
from valmentamo.texts import plain_text

#: What breaks writers and readers: formula signs, quotes, separators, YAML and XML marks.
AWKWARD = st.sampled_from(
    [
        *(
            "=1+1",
            "+358",
            "-1",
            "@SUM(A1)",
            " =1",
            "＝1",
            "'=1",
            "'quoted'",
            "''",
            "= x",
        ),
        *('say "hi"', "a,b;c\td", "line\nline", "null", "yes", "1.0", "1e5", "0x1F"),
        *(
            "- item",
            "# no comment",
            "key: value",
            "{a: 1}",
            "&amp; <b>",
            "]]>",
            "_x0041_",
        ),
        *(
            "_x005F_x0041_",
            "2026-11-24",
            "~",
            "|",
            "> fold",
            "%TAG",
            "*alias",
            "&anchor",
        ),
        *("Ä ö å", "Ŋŧžǥ", "日本語", "😀 emoji", "\u00a0nbsp", "trailing \n\n line"),
    ]
)
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co")),
    max_size=30,
)
TEXT = st.one_of(AWKWARD, WORDS).map(plain_text)
FILLED = TEXT.filter(bool)
KEYS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,11}", fullmatch=True)
LANGUAGES = ("fi", "sv", "en", "sme")
MEANS = st.integers(0, 99_9999).map(lambda n: Decimal(n) / 10_000)
POINTS = st.integers(0, 9999_9999).map(lambda n: Decimal(n) / 10_000)
#: Foreign properties as JSON has them.
FOREIGN = st.dictionaries(
    FILLED,
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(-999, 999), FILLED),
        lambda inner: st.one_of(
            st.lists(inner, max_size=2), st.dictionaries(FILLED, inner, max_size=2)
        ),
        max_leaves=3,
    ),
    max_size=2,
)


@st.composite
def texts(draw, languages, words=TEXT):
    drawn = {language: draw(words) for language in languages}
    return {language: text for language, text in drawn.items() if text}


@st.composite
def weights(draw, count):
    cuts = draw(st.sets(st.integers(1, 99), min_size=count - 1, max_size=count - 1))
    edges = [0, *sorted(cuts), 100]
    return [right - left for left, right in pairwise(edges)]


@st.composite
def rules(draw, size):
    level = st.integers(1, size)
    return RuleContent(
        minimum_level=draw(level),
        pass_mean=draw(MEANS),
        parts_minimum_level=draw(level),
        parts_pass_mean=draw(st.none() | MEANS),
        distinction_mean=draw(st.none() | MEANS),
        distinction_level=draw(level),
        points_to_pass=draw(st.none() | POINTS),
        pooling=draw(st.sampled_from(Pooling.values)),
    )


@st.composite
def contents(draw, *, languages=None, words=TEXT, whole=False, foreign=True):
    """`whole` fills every text and gives every criterion every level."""
    words = FILLED if whole else words
    languages = languages or tuple(
        draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=3, unique=True))
    )
    values = list(range(1, draw(st.integers(2, 4)) + 1))
    keys = draw(st.lists(KEYS, min_size=1, max_size=4, unique=True))
    scale_keys = draw(
        st.lists(KEYS, min_size=len(values), max_size=len(values), unique=True)
    )
    shares = draw(weights(len(keys)))
    some = FOREIGN if foreign else st.just({})

    # A gate, and at least one criterion, is for assessors.
    raters = [draw(st.sampled_from(RatedBy.values)) for _ in keys]
    if set(raters) == {RatedBy.AUTHOR}:
        raters[0] = RatedBy.EVERYONE

    def criterion(i, key):
        levels = values if whole else draw(st.sets(st.sampled_from(values), min_size=1))
        levels = sorted(levels)
        pointed = draw(st.sets(st.sampled_from(levels)))
        sources = {value: draw(some) for value in levels}
        return CriterionContent(
            key=key,
            sort_order=i + 1,
            weight=shares[i],
            is_gate=draw(st.booleans()) and raters[i] != RatedBy.AUTHOR,
            needed_for_distinction=draw(st.booleans()),
            looks_at=tuple(draw(st.lists(KEYS, max_size=2))),
            name=draw(texts(languages, words)),
            question=draw(texts(languages, words)),
            levels={value: draw(texts(languages, words)) for value in levels},
            points={value: draw(POINTS) for value in pointed},
            rated_by=raters[i],
            uuid=draw(st.uuids(version=4)),
            source=draw(some),
            level_sources={v: source for v, source in sources.items() if source},
        )

    return RubricContent(
        label=draw(st.sampled_from(["1.0", "2", "1e5", "draft 3", "=1", "0x10"])),
        languages=languages,
        texts={name: draw(texts(languages, words)) for name in VERSION_TEXTS},
        rules=draw(rules(len(values))),
        scale=tuple(
            ScaleContent(value=value, key=key, label=draw(texts(languages, words)))
            for value, key in zip(values, scale_keys, strict=True)
        ),
        criteria=tuple(criterion(i, key) for i, key in enumerate(keys)),
        source=draw(some),
    )
