"""How a frozen answer is laid out."""

from courses.answers import Part, Shape
from courses.presenting import Chosen, Fields, Grid, Passage, blocks, plain

TABLE = Shape(
    parts=(
        Part(key="org", kind="lead", label="Vastuuorganisaatio"),
        Part(key="partner", kind="column", label="Kumppani"),
        Part(key="role", kind="column", label="Rooli"),
        Part(key="closing", kind="closing", label="Mikä on uutta"),
    )
)
ANSWER = {
    "org": "Työpaja",
    "partner.1": "Yrittäjät",
    "role.1": "Jakaa töitä",
    "partner.2": "Kunta",
    "closing": "Sopimus",
}


def test_a_table_keeps_its_lead_rows_and_closing_text():
    assert blocks(TABLE, ANSWER) == [
        Fields((("Vastuuorganisaatio", "Työpaja"),)),
        Grid(
            ("Kumppani", "Rooli"),
            (
                (("Kumppani", "Yrittäjät"), ("Rooli", "Jakaa töitä")),
                (("Kumppani", "Kunta"), ("Rooli", "")),
            ),
        ),
        Passage("Mikä on uutta", "Sopimus"),
    ]


def test_a_long_text_has_no_label():
    shape = Shape(parts=(Part(key="answer", kind="text", label="Vastaus"),))
    assert blocks(shape, {"answer": "Teksti"}) == [Passage("", "Teksti")]


def test_a_part_left_empty_is_shown_empty():
    shape = Shape(parts=(Part(key="name", kind="field", label="Nimi"),))
    assert blocks(shape, {}) == [Fields((("Nimi", ""),))]


def test_the_fields_of_a_description_have_headings():
    shape = Shape(parts=(Part(key="name", kind="field", label="Nimi"),))
    assert blocks(shape, {"name": "Pari"}, headings=True) == [Passage("Nimi", "Pari")]


def test_marks_are_told_by_their_labels():
    part = Part(key="marks", kind="marks", label="Parannan", count=1)
    shape = Shape(parts=(part,), choices=("name", "need"))
    found = blocks(shape, {"marks": "need"}, choice_labels={"need": "Tarve"})
    assert found == [Chosen("Parannan", ("Tarve",))]


def test_the_plain_form_has_every_text_once():
    text = plain(TABLE, ANSWER)
    assert [text.count(word) for word in ("Työpaja", "Yrittäjät", "Sopimus")] == [1] * 3
