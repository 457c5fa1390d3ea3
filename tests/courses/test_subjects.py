"""Who rates the same texts rates one subject."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.models import SubmissionVersion
from courses.subjects import subject_of
from rubric.models import Assessment
from tests.courses.factories import give_peer_feedback

WORK = UUID("a4c1f9de-6a0f-4bb0-9c52-0c9a3e2f6f10")
TEXTS = {"need": "Jono on pitkä.", "solution": "Etäaika."}


@pytest.mark.parametrize(
    "texts",
    [
        dict(reversed(TEXTS.items())),
        TEXTS | {"need": " Jono\r\non  pitkä.\n"},
        TEXTS | {"need": "Jono on pitka\u0308."},
        TEXTS | {"summary": "", "name": "  "},
    ],
    ids=["order", "white space", "composed", "empty fields"],
)
def test_the_same_texts_share_a_subject(texts):
    assert subject_of(WORK, texts) == subject_of(WORK, TEXTS)


@pytest.mark.parametrize(
    "texts",
    [
        TEXTS | {"need": "Jono on pitkä!"},
        TEXTS | {"need": "jono on pitkä."},
        TEXTS | {"name": "Etäaika"},
        {"need": TEXTS["solution"], "solution": TEXTS["need"]},
        {"need": "Jono on pitkä. Etäaika."},
        {},
    ],
    ids=["sign", "case", "one more", "swapped", "joined", "nothing"],
)
def test_other_texts_are_another_subject(texts):
    assert subject_of(WORK, texts) != subject_of(WORK, TEXTS)


def test_the_same_texts_of_another_work_are_another_subject():
    assert subject_of(uuid4(), TEXTS) != subject_of(WORK, TEXTS)


texts = st.dictionaries(st.sampled_from("abc"), st.text(max_size=3), max_size=3)


@given(st.lists(texts, max_size=8))
def test_names_taken_are_never_given_again(rounds):
    taken = set()
    for answers in rounds:
        taken.add(subject_of(WORK, answers, taken=taken))
    assert len(taken) == len(rounds)


# ---- in a course ----
def subjects(kind):
    rows = Assessment.objects.submitted().filter(kind=kind)
    return list(rows.values_list("subject", flat=True))


@pytest.fixture
def copy(cast):
    """Laila's description, opened for peers."""
    cast.write("m2e4", cast.full_description(), cast.laila)
    return cast.open_for_peers(cast.laila)


def test_peers_and_the_coach_rate_one_subject_while_the_texts_are_the_same(cast, copy):
    give_peer_feedback(cast, cast.aino)
    cast.accept(cast.submit("m2e4", cast.full_description(), cast.laila))
    assert subjects("peer") == subjects("coach") == [str(copy.subject)]


@pytest.mark.parametrize(
    ("field", "shared"),
    [("developers", True), ("closing", True), ("need", False)],
    ids=["hidden from peers", "only for the coach", "seen by peers"],
)
def test_only_a_change_that_peers_could_see_parts_them(cast, copy, field, shared):
    changed = cast.full_description() | {field: "aivan toiset sanat"}
    version = cast.submit("m2e4", changed, cast.laila)
    assert (version.subject == copy.subject) is shared


def test_authors_and_the_coach_rate_one_subject(cast):
    version = cast.submit("m2e1")
    cast.accept(version)
    assert subjects("self") == subjects("coach") == [version.rated_as]


def test_a_text_sent_again_unchanged_is_rated_again(cast):
    first = cast.send_back(cast.submit("m2e1")).version
    again = cast.accept(cast.submit("m2e1")).version
    assert subjects("self") == subjects("coach") == [first.rated_as, again.rated_as]
    assert first.rated_as != again.rated_as


def test_a_text_taken_back_and_sent_again_can_be_rated(cast):
    from courses.services.submission import withdraw

    version = cast.submit("m2e1")
    withdraw(submission=version.submission, by=cast.aino.user)
    assert cast.accept(cast.submit("m2e1")).version.number == 2


def test_a_copy_from_before_keeps_the_name_that_it_had(cast):
    version = cast.submit("m1e1")
    old = SubmissionVersion(uuid=version.uuid, subject=None)
    assert old.rated_as == str(version.uuid)
