"""Saving a draft: what changes, what stays, what is refused."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rubric.content import VERSION_TEXTS
from rubric.exceptions import (
    CriterionInUse,
    FaultyRubric,
    ForeignCriterion,
    StepNotAllowed,
    VersionConflict,
    VersionExists,
)
from rubric.models import Exemplar, ReferenceRating, RubricVersion
from rubric.services.drafting import content_of
from rubric.services.editing import save_draft
from rubric.services.publishing import send_to_review, start_draft
from tests.rubric.factories import (
    NOON,
    PersonFactory,
    criterion_content,
    make_draft,
    make_version,
    small_content,
    texts,
)
from valmentamo.guarding import FrozenRow


@pytest.fixture
def version(db):
    return make_draft()


def stored(version):
    return RubricVersion.objects.with_structure().get(pk=version.pk)


def content(version):
    return content_of(stored(version))


def save(version, content, **options):
    values = {"revision": stored(version).revision, "by": None, "at": NOON}
    return save_draft(version=version, content=content, **values | options)


def with_criterion(content, place, **changes):
    criteria = list(content.criteria)
    criteria[place] = replace(criteria[place], **changes)
    return replace(content, criteria=tuple(criteria))


def identities(version):
    return {
        criterion.key: (
            criterion.uuid,
            [level.uuid for level in criterion.levels.all()],
        )
        for criterion in stored(version).criteria.all()
    }


def test_the_same_content_writes_nothing(version):
    before = stored(version).revision
    save(version, content(version))
    assert stored(version).revision == before
    assert not version.events.exists()


def test_a_changed_text_is_kept_and_every_uuid_stays(version):
    before = identities(version)
    new = with_criterion(content(version), 1, name={"fi": "Uusi nimi"})
    save(version, new)
    assert content(version) == new
    assert identities(version) == before


def test_criteria_change_places_and_keys_with_each_other(version):
    old = content(version)
    first, second, third = old.criteria
    new = replace(
        old,
        criteria=(
            replace(second, key=first.key, sort_order=1),
            replace(first, key=second.key, sort_order=2),
            third,
        ),
    )
    save(version, new)
    assert content(version) == new
    assert [c.uuid for c in content(version).criteria] == [c.uuid for c in new.criteria]


def test_keys_of_the_scale_change_places(version):
    old = content(version)
    one, two, *rest = old.scale
    new = replace(
        old, scale=(replace(one, key=two.key), replace(two, key=one.key), *rest)
    )
    save(version, new)
    assert content(version) == new


def test_a_criterion_without_uuid_is_found_by_its_key(version):
    before = identities(version)
    bare = replace(
        content(version),
        criteria=tuple(replace(c, uuid=None) for c in content(version).criteria),
    )
    save(version, bare)
    assert identities(version) == before


def test_a_criterion_that_is_left_out_goes_with_its_levels(version):
    old = content(version)
    save(version, replace(old, criteria=old.criteria[1:]))
    assert set(identities(version)) == {"evidence", "ethics"}


def test_a_new_criterion_takes_the_key_of_one_that_goes(version):
    old = content(version)
    gone = old.criteria[0]
    new = criterion_content(gone.key, 3, 40)
    save(
        version, replace(old, criteria=(*old.criteria[1:], replace(new, uuid=uuid4())))
    )
    assert identities(version)[gone.key][0] != gone.uuid


def test_a_level_more_and_a_level_less_keep_the_others(version):
    before = identities(version)
    full = small_content()
    longer = tuple(
        replace(c, levels={**c.levels, 5: texts("five")}, points={5: Decimal("7.5")})
        for c in content(version).criteria
    )
    step = replace(full.scale[0], value=5, key="l5")
    save(version, replace(content(version), criteria=longer, scale=(*full.scale, step)))
    assert all(len(levels) == 5 for _uuid, levels in identities(version).values())
    save(version, replace(full, criteria=small_content().criteria))
    assert identities(version) == before


def test_texts_may_be_missing(version):
    old = content(version)
    bare = replace(
        with_criterion(
            old, 0, name={}, question={}, levels={v: {} for v in (1, 2, 3, 4)}
        ),
        texts={name: {} for name in VERSION_TEXTS},
    )
    save(version, bare)
    assert content(version) == bare


def test_a_text_that_is_left_out_is_emptied(version):
    save(version, replace(content(version), texts={"title": {"fi": "Vain nimi"}}))
    assert content(version).texts["purpose"] == {}


FAULTS = [
    ("version", lambda c: replace(c, label=" ")),
    ("version", lambda c: replace(c, label="x" * 21)),
    ("languages", lambda c: replace(c, languages=())),
    ("languages", lambda c: replace(c, languages=("fi", "<b>"))),
    ("languages", lambda c: replace(c, languages=("fi", "fi"))),
    ("levels", lambda c: replace(c, scale=c.scale[1:])),
    ("levels", lambda c: replace(c, scale=())),
    (
        "levels[1].key",
        lambda c: replace(
            c, scale=(c.scale[0], replace(c.scale[1], key="l1"), *c.scale[2:])
        ),
    ),
    ("criteria[1].key", lambda c: with_criterion(c, 1, key="need")),
    ("criteria[0].key", lambda c: with_criterion(c, 0, key="not a key")),
    ("criteria[0].key", lambda c: with_criterion(c, 0, key="k" * 61)),
    ("criteria[0].key", lambda c: with_criterion(c, 0, key="-need")),
    ("criteria[0].looks_at", lambda c: with_criterion(c, 0, looks_at=("not a key",))),
    ("criteria", lambda c: replace(c, criteria=c.criteria * 21)),
    ("criteria[0].weight", lambda c: with_criterion(c, 0, weight=0)),
    ("criteria[0].weight", lambda c: with_criterion(c, 0, weight=101)),
    ("criteria[0].rated_by", lambda c: with_criterion(c, 0, rated_by="nobody")),
    ("criteria[1]", lambda c: with_criterion(c, 1, uuid=c.criteria[0].uuid)),
    (
        "criteria[2].levels.9",
        lambda c: with_criterion(c, 2, levels={**c.criteria[2].levels, 9: {}}),
    ),
    (
        "criteria[0].points.1",
        lambda c: with_criterion(c, 0, points={1: Decimal("0.00001")}),
    ),
    (
        "criteria[0].points.2",
        lambda c: with_criterion(c, 0, points={2: Decimal("NaN")}),
    ),
    ("criteria[0].points.7", lambda c: with_criterion(c, 0, points={7: Decimal(1)})),
    (
        "rules.pass_mean",
        lambda c: replace(c, rules=replace(c.rules, pass_mean=Decimal("-1"))),
    ),
    ("rules.pooling", lambda c: replace(c, rules=replace(c.rules, pooling="mode"))),
    (
        "rules.minimum_level",
        lambda c: replace(c, rules=replace(c.rules, minimum_level=-1)),
    ),
]


@pytest.mark.parametrize(("path", "spoil"), FAULTS)
def test_a_crooked_structure_is_refused_by_name(version, path, spoil):
    before = content(version)
    with pytest.raises(FaultyRubric) as refusal:
        save(version, spoil(before))
    assert path in [fault.path for fault in refusal.value.faults]
    assert content(version) == before


def test_every_fault_is_named_at_once(version):
    spoilt = with_criterion(with_criterion(content(version), 0, weight=0), 1, key="")
    with pytest.raises(FaultyRubric) as refusal:
        save(version, spoilt)
    paths = {fault.path for fault in refusal.value.faults}
    assert paths == {"criteria[0].weight", "criteria[1].key"}


def test_who_saved_second_is_told_and_nothing_is_lost(version):
    seen = content(version)
    revision = stored(version).revision
    mine = with_criterion(seen, 0, name={"fi": "minun"})
    save(version, with_criterion(seen, 0, name={"fi": "toisen"}))
    with pytest.raises(VersionConflict) as refusal:
        save(version, mine, revision=revision)
    theirs = content_of(refusal.value.version)
    assert theirs.criteria[0].name == {"fi": "toisen"}


@pytest.mark.parametrize("revision", [-1, 99])
def test_a_revision_out_of_the_air_is_a_conflict(version, revision):
    with pytest.raises(VersionConflict):
        save(version, content(version), revision=revision)


def test_a_version_in_review_must_be_sent_back_first(version):
    send_to_review(version=version, at=NOON)
    with pytest.raises(StepNotAllowed):
        save(version, content(version))


def test_a_published_version_is_frozen(db):
    version = make_version()
    with pytest.raises(FrozenRow):
        save(version, with_criterion(content(version), 0, weight=41))


def test_the_name_of_another_version_is_taken(db):
    rubric = make_version().rubric
    draft = start_draft(rubric=rubric, at=NOON)
    with pytest.raises(VersionExists):
        save(draft, replace(content(draft), label="1.0"))


def test_a_criterion_of_another_rubric_is_refused(version):
    foreign = content(make_draft()).criteria[0].uuid
    with pytest.raises(ForeignCriterion):
        save(version, with_criterion(content(version), 0, uuid=foreign))


def test_a_criterion_comes_back_from_an_earlier_version(db):
    rubric = make_version().rubric
    draft = start_draft(rubric=rubric, at=NOON)
    whole = content(draft)
    save(draft, replace(whole, criteria=whole.criteria[1:]))
    save(draft, whole)
    assert content(draft).criteria[0].uuid == whole.criteria[0].uuid


def test_a_criterion_that_a_sample_uses_stays(version):
    criterion = version.criteria.get(key="need")
    sample = Exemplar.objects.create(version=version, slug="one", language="fi")
    ReferenceRating.objects.create(
        exemplar=sample, criterion=criterion, not_assessable=True
    )
    old = content(version)
    with pytest.raises(CriterionInUse) as refusal:
        save(version, replace(old, criteria=old.criteria[1:]))
    assert refusal.value.keys == ["need"]
    assert content(version) == old


def test_a_person_makes_one_event_an_hour(version):
    outi, veera = PersonFactory(), PersonFactory()

    def edit(weight, by, minutes):
        new = with_criterion(content(version), 0, weight=weight)
        save(version, new, by=by, at=NOON + timedelta(minutes=minutes))

    edit(41, outi, 0)
    edit(42, outi, 59)
    edit(43, veera, 59)
    edit(44, outi, 61)
    assert [event.by for event in version.events.all()] == [outi, veera, outi]


def test_an_unknown_person_may_save(version):
    save(version, with_criterion(content(version), 0, weight=41))
    assert version.events.get().by is None


def big_content(criteria=12, levels=5):
    values = range(1, levels + 1)
    scale = small_content().scale[0]
    return small_content(
        scale=tuple(replace(scale, value=v, key=f"l{v}") for v in values),
        criteria=tuple(
            criterion_content(
                f"k{n}", n, 8, levels={v: texts(f"{n} {v}") for v in values}
            )
            for n in range(1, criteria + 1)
        ),
    )


def test_a_whole_new_wording_takes_few_queries(db):
    version = make_draft(criteria=big_content().criteria, scale=big_content().scale)
    old = content(version)
    new = replace(
        old,
        criteria=tuple(
            replace(c, name=texts("new"), levels={v: texts("new") for v in c.levels})
            for c in old.criteria
        ),
    )
    with CaptureQueriesContext(
        connection,
    ) as queries:
        save(version, new, revision=version.revision)
    assert content(version) == new
    assert len(queries) <= 2 * (12 + 12 * 5) + 20
    assert len(queries) <= 40
