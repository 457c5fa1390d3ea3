"""Accepted answers become description fields in one text form for each type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.answers import Part
from courses.assembly import Piece, assemble, text_form


def piece(type_, parts, texts, *, feeds=("field",), order=1, title="Otsikko", **more):
    return Piece(
        type=type_,
        title=title,
        order=order,
        language=more.get("language", "fi"),
        feeds=tuple(feeds),
        parts=tuple(Part(key=k, kind=kind, label=label) for k, kind, label in parts),
        texts=texts,
    )


LONG = [("answer", "text", "")]
TABLE = [
    ("organisation", "lead", "Vastuuorganisaatio"),
    ("place", "lead", "Toteutuspaikka"),
    ("partner", "column", "Kumppani"),
    ("role", "column", "Rooli"),
    ("closing", "closing", "Mikä on uutta"),
]
FORM = [("question", "field", "Kysymys"), ("measure", "field", "Mittari")]


@pytest.mark.parametrize(
    ("type_", "parts", "texts", "expected"),
    [
        ("long_text", LONG, {"answer": "Kappale.\n\nToinen."}, "Kappale.\n\nToinen."),
        (
            "table",
            TABLE,
            {
                "organisation": "Rantaharju ry",
                "place": "Turku",
                "partner.1": "Kunta",
                "role.1": "Tarjoaa tilat",
                "partner.2": "TE-palvelut",
                "role.2": "Ohjaa asiakkaat.",
                "closing": "Sopimus on uusi.",
            },
            "Vastuuorganisaatio: Rantaharju ry\nToteutuspaikka: Turku\n\n"
            "Kumppani: Kunta. Rooli: Tarjoaa tilat.\n\n"
            "Kumppani: TE-palvelut. Rooli: Ohjaa asiakkaat.\n\n"
            "Sopimus on uusi.",
        ),
        (
            "table",
            TABLE,
            {"partner.1": "Kunta\nja seura", "role.1": ""},
            "Kumppani: Kunta ja seura.",
        ),
        (
            "table",
            TABLE,
            {"partner.1": "Riittääkö?", "role.1": "Ehkä…"},
            "Kumppani: Riittääkö? Rooli: Ehkä…",
        ),
        (
            "form",
            FORM,
            {"question": "Toimiiko?\n\nJa miten?", "measure": "Osuus työssä"},
            "Kysymys: Toimiiko?\nJa miten?\n\nMittari: Osuus työssä",
        ),
        ("form", FORM, {"measure": "Osuus"}, "Mittari: Osuus"),
        ("form", FORM, {}, ""),
    ],
)
def test_each_type_has_one_text_form(type_, parts, texts, expected):
    assert text_form(piece(type_, parts, texts)) == expected


def test_form_whose_keys_are_the_fields_goes_field_by_field():
    parts = [("name", "field", "Nimi"), ("summary", "field", "Tiivistelmä")]
    texts = {"name": "Työpari", "summary": "Neljä virkettä."}
    found = assemble([piece("form", parts, texts, feeds=("name", "summary"))])
    assert {key: a.text for key, a in found.items()} == texts


def test_two_exercises_into_one_field_follow_in_course_order_under_their_titles():
    later = piece("long_text", LONG, {"answer": "Luvut."}, order=2, title="Tulokset")
    earlier = piece("form", FORM, {"measure": "Osuus"}, order=1, title="Suunnitelma")
    found = assemble([later, earlier])
    assert found["field"].text == "Suunnitelma\n\nMittari: Osuus\n\nTulokset\n\nLuvut."


def test_one_exercise_into_a_field_has_no_title():
    assert assemble([piece("long_text", LONG, {"answer": "A"})])["field"].text == "A"


def test_exercise_without_a_field_fills_nothing():
    assert assemble([piece("long_text", LONG, {"answer": "A"}, feeds=())]) == {}


def test_field_is_in_the_language_of_the_last_answer_in_it():
    found = assemble(
        [
            piece("long_text", LONG, {"answer": "Suomeksi"}, order=1),
            piece("long_text", LONG, {"answer": "På svenska"}, order=2, language="sv"),
        ]
    )
    assert found["field"].language == "sv"


words = st.text(alphabet="abcåäö .\n", min_size=1, max_size=30)
keys = [
    "organisation",
    "place",
    "closing",
    *(f"{c}.{r}" for c in ("partner", "role") for r in (1, 2, 3)),
]


@given(st.dictionaries(st.sampled_from(keys), words))
def test_every_word_of_a_table_stands_in_its_text(texts):
    text = text_form(piece("table", TABLE, texts))
    for answer in texts.values():
        for word in answer.replace(".", " ").split():
            assert word in text


@given(st.dictionaries(st.sampled_from(keys), words))
def test_a_table_never_makes_an_empty_paragraph(texts):
    text = text_form(piece("table", TABLE, texts))
    assert text == "" or all(part.strip() for part in text.split("\n\n")[:-1])


@given(st.permutations([1, 2, 3]))
def test_order_of_arrival_makes_no_difference(order):
    pieces = [piece("long_text", LONG, {"answer": f"A{n}"}, order=n) for n in order]
    assert assemble(pieces) == assemble(sorted(pieces, key=lambda p: p.order))
