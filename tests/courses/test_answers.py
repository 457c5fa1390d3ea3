"""What an answer consists of: words, limits, rows, marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.answers import (
    Part,
    Shape,
    cell_key,
    count_words,
    faults,
    marked,
    normalise,
    rows,
    split_cell,
)

TEXT = Shape(parts=(Part(key="answer", kind="text", min_words=3, max_words=5),))
TABLE = Shape(
    parts=(
        Part(key="place", kind="lead"),
        Part(key="who", kind="column"),
        Part(key="what", kind="column", max_words=4),
        Part(key="note", kind="column", required=False),
        Part(key="closing", kind="closing", max_words=3),
    ),
    min_rows=2,
    max_rows=5,
)
FORM = Shape(
    parts=(
        Part(key="name", kind="field", max_chars=8),
        Part(key="extra", kind="field", required=False),
    )
)
MARKS = Shape(
    parts=(Part(key="marks", kind="marks", count=2),),
    choices=("name", "summary", "need"),
)
FULL_TABLE = {
    "place": "Turku",
    "who.1": "Nuoret",
    "what.1": "Ajan",
    "who.2": "Kunta",
    "what.2": "Paikan",
    "closing": "Kaikki selvää",
}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("   \n\t ", 0),
        ("yksi", 1),
        ("Kaksi sanaa.", 2),
        ("työ- ja elinkeino", 3),
        ("e-mail", 1),
        ("Raha-automaattiyhdistys-niminen taho", 2),
        ("80–200 sanaa", 2),
        ("ensin – sitten", 2),
        ("ensin—sitten", 2),
        ("- luettelo", 1),
        ("1 200 euroa", 2),
        ("1 200 000 euroa", 2),
        ("1\u00a0200\u00a0€ vuodessa", 3 - 1),
        ("vuonna 2024 mukana 150", 4),
        ("12 150 ihmistä", 2),
        ("5 50 500", 2),
        ("n. 61 %", 2),
        ("ja/tai", 1),
        ("it's", 1),
        ("Ääkköset Áilu Šárká", 3),
        ("Åbo\u2028Turku", 2),
        ("😀", 0),
        ("😀 hyvä", 1),
        ("(suluissa) “lainattu”", 2),
    ],
)
def test_words_are_counted_as_a_word_processor_does(text, words):
    assert count_words(text) == words


@given(st.lists(st.from_regex(r"[a-zåäö]{1,9}", fullmatch=True), max_size=30))
def test_plain_words_are_counted_one_by_one(words):
    assert count_words(" ".join(words)) == len(words)


@given(st.text(), st.text())
def test_joining_two_texts_by_a_line_break_adds_up_their_words(one, other):
    assert count_words(f"{one}\n{other}") == count_words(one) + count_words(other)


@pytest.mark.parametrize(
    ("key", "cell"),
    [
        ("who.1", ("who", 1)),
        ("not_changed.12", ("not_changed", 12)),
        ("who.0", None),
        ("who.01", None),
        ("who.-1", None),
        ("who", None),
        ("who.x", None),
        (".1", None),
        ("who.1.2", None),
        ("who.99999", None),
    ],
)
def test_cell_key_is_a_column_and_a_row_from_one(key, cell):
    assert split_cell(key) == cell


@pytest.mark.parametrize(
    ("shape", "key", "known"),
    [
        (TEXT, "answer", True),
        (TEXT, "other", False),
        (TABLE, "who.1", True),
        (TABLE, "who.5", True),
        (TABLE, "who.6", False),
        (TABLE, "who", False),
        (TABLE, "closing", True),
        (TABLE, "place.1", False),
        (FORM, "name", True),
        (MARKS, "marks", True),
    ],
)
def test_shape_knows_which_fields_it_has(shape, key, known):
    assert (shape.part(key) is not None) is known


@pytest.mark.parametrize(
    ("shape", "texts", "keys"),
    [
        (TEXT, {}, ["answer"]),
        (TEXT, {"answer": "  \n "}, ["answer"]),
        (TEXT, {"answer": "yksi kaksi"}, ["answer"]),
        (TEXT, {"answer": "yksi kaksi kolme"}, []),
        (TEXT, {"answer": "yksi kaksi kolme neljä viisi"}, []),
        (TEXT, {"answer": "yksi kaksi kolme neljä viisi kuusi"}, ["answer"]),
        (FORM, {"name": "12345678"}, []),
        (FORM, {"name": " 12345678 "}, []),
        (FORM, {"name": "123456789"}, ["name"]),
        (FORM, {}, ["name"]),
        (TABLE, FULL_TABLE, []),
        (TABLE, FULL_TABLE | {"place": ""}, ["place"]),
        (TABLE, FULL_TABLE | {"closing": " "}, ["closing"]),
        (TABLE, FULL_TABLE | {"closing": "a b c d"}, ["closing"]),
        (TABLE, FULL_TABLE | {"what.2": ""}, ["what.2"]),
        (TABLE, FULL_TABLE | {"who.2": "", "what.2": ""}, ["who.2"]),
        (TABLE, FULL_TABLE | {"what.1": "a b c d e"}, ["what.1"]),
        (TABLE, FULL_TABLE | {"who.3": "Puolikas rivi"}, []),
        (TABLE, FULL_TABLE | {"note.1": ""}, []),
        (TABLE, {}, ["place", "who.1", "closing"]),
        (MARKS, {}, ["marks"]),
        (MARKS, {"marks": "name"}, ["marks"]),
        (MARKS, {"marks": "name,need"}, []),
        (MARKS, {"marks": "name,name"}, ["marks"]),
        (MARKS, {"marks": "name,unknown"}, ["marks"]),
        (MARKS, {"marks": "name,summary,need"}, ["marks"]),
    ],
)
def test_faults_name_the_fields_in_the_order_of_the_form(shape, texts, keys):
    assert [key for key, _message in faults(shape, texts)] == keys


def test_fault_says_how_much_there_is_and_how_much_is_needed():
    ((_key, message),) = faults(TEXT, {"answer": "yksi kaksi"})
    assert "3" in message
    assert "2" in message


def test_empty_rows_go_and_the_rest_are_numbered_from_one():
    texts = {"who.2": "Nuoret", "what.2": " ", "who.4": "Kunta", "what.4": "Paikan"}
    assert normalise(TABLE, texts) == {
        "who.1": "Nuoret",
        "who.2": "Kunta",
        "what.2": "Paikan",
    }


def test_normalising_drops_what_the_exercise_never_asked():
    texts = {"answer": " Teksti \n", "score": "4", "answer.1": "x"}
    assert normalise(TEXT, texts) == {"answer": "Teksti"}


def test_marks_are_kept_once_each_in_the_order_of_the_fields():
    assert normalise(MARKS, {"marks": "need, name,need,zzz"}) == {"marks": "name,need"}
    assert marked(MARKS, "") == []


cells = st.dictionaries(
    st.builds(cell_key, st.sampled_from(["who", "what", "note"]), st.integers(1, 6))
    | st.sampled_from(["place", "closing", "stray"]),
    st.text(alphabet="ab \n", max_size=6),
    max_size=12,
)


@given(cells)
def test_normalising_twice_changes_nothing_more(texts):
    once = normalise(TABLE, texts)
    assert normalise(TABLE, once) == once


@given(cells)
def test_normalising_loses_no_row_that_has_text(texts):
    before = [{k: t.strip() for k, t in row.items()} for row in rows(TABLE, texts)]
    assert rows(TABLE, normalise(TABLE, texts)) == before


@given(cells)
def test_normalised_rows_are_numbered_without_gaps(texts):
    numbers = {cell[1] for key in normalise(TABLE, texts) if (cell := split_cell(key))}
    assert numbers == set(range(1, len(numbers) + 1))


@given(cells)
def test_frozen_answer_lacks_what_its_draft_lacked(texts):
    def lacking(given):
        return {key for key, _message in faults(TABLE, given)} & {"place", "closing"}

    assert lacking(normalise(TABLE, texts)) == lacking(texts)
