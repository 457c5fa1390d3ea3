"""Writing samples: the form, the verb behind it, and what it refuses."""

import pytest
from django.utils import translation

from rubric.exceptions import ForeignCriterion, ForeignLevel, VersionNotPublished
from rubric.exemplar_form import ExemplarForm, _languages
from rubric.models import Exemplar
from rubric.services.exemplars import Reference, save_exemplar
from tests.rubric.factories import level, make_draft, make_version
from tests.rubric.test_calibrating import make_exemplar, practise

FILLED = {
    "slug": "new-one",
    "language": "fi",
    "use": "calibration",
    "part-name": "Kylätalo",
    "part-need_field": "Tarve.\r\n",
    "level-need": "3",
    "why-need": "Kaksi lähdettä.",
    "level-evidence": "na",
}


def form(version, exemplar=None, /, **changes):
    data = {k: v for k, v in (FILLED | changes).items() if v is not None}
    return ExemplarForm(data, instance=exemplar or Exemplar(version=version))


def names(changes):
    return {name.replace("__", "-"): value for name, value in changes.items()}


def test_a_sample_is_written_with_levels_and_reasons(version):
    filled = form(version)
    assert filled.is_valid(), filled.errors
    exemplar = filled.save()
    rows = {row.criterion.key: row for row in exemplar.ratings.all()}
    assert set(rows) == {"need", "evidence"}
    assert (rows["need"].level.value, rows["need"].rationale) == (3, "Kaksi lähdettä.")
    assert rows["evidence"].not_assessable
    assert exemplar.fields["need_field"] == "Tarve."


def test_no_hidden_character_gets_into_a_sample(version):
    filled = form(version, title="Kylä\u202etalo", stage="\u200fkoe", note="a\r\n\x1bb")
    assert filled.is_valid(), filled.errors
    exemplar = filled.save()
    assert (exemplar.title, exemplar.stage, exemplar.note) == (
        "Kylätalo",
        "koe",
        "a\nb",
    )


def test_the_form_asks_what_the_criteria_look_at(version):
    keys = ExemplarForm(instance=Exemplar(version=version)).parts
    assert keys == ["name", "need_field", "evidence_field", "ethics_field"]


def test_the_form_shows_what_was_written(version):
    exemplar = make_exemplar(version, need=2, ethics=None)
    shown = ExemplarForm(instance=exemplar)
    values = {row.criterion.key: row.level.value() for row in shown.reference_rows()}
    assert values == {"need": "2", "evidence": None, "ethics": "na"}
    assert shown["part-need_field"].value() == "A need."


def test_a_change_replaces_the_levels(version):
    exemplar = make_exemplar(version)
    filled = form(
        version, exemplar, **names({"level__need": "4", "level__evidence": ""})
    )
    assert filled.is_valid(), filled.errors
    filled.save()
    rows = exemplar.ratings.values_list("criterion__key", "level__value")
    assert list(rows) == [("need", 4)]


def test_a_practice_keeps_what_it_came_to_when_the_sample_changes(version, coach):
    exemplar = make_exemplar(version)
    attempt = practise(exemplar, coach)
    filled = form(version, exemplar, **names({"level__need": "4"}))
    assert filled.is_valid()
    filled.save()
    attempt.refresh_from_db()
    assert attempt.passed
    assert attempt.exact == 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"slug": ""}, "slug"),
        ({"slug": "with space"}, "slug"),
        ({"language": "de"}, "language"),
        ({"use": "other"}, "use"),
        ({"level__need": "9"}, "level-need"),
        ({"level__need": ""}, "level-need"),
        ({"why__need": "x" * 20_001}, "why-need"),
    ],
)
def test_a_fault_is_told_at_its_field(version, changes, field):
    filled = form(version, **names(changes))
    assert not filled.is_valid()
    assert list(filled.errors) == [field]


def test_a_slug_is_used_once_in_a_version(version):
    make_exemplar(version, "new-one")
    filled = form(version)
    assert list(filled.errors) == ["slug"]
    assert form(make_version()).is_valid()


def test_a_sample_belongs_to_a_published_version(db):
    exemplar = Exemplar(version=make_draft(), slug="s", language="fi")
    with pytest.raises(VersionNotPublished):
        save_exemplar(exemplar=exemplar, columns={}, fields={}, references={})


def test_levels_of_others_are_refused(version, criteria):
    exemplar = make_exemplar(version)
    foreign = make_version().criteria.first()
    given = {"exemplar": exemplar, "columns": {}, "fields": {"name": "x"}}
    with pytest.raises(ForeignCriterion):
        save_exemplar(**given, references={foreign: Reference(None)})
    wrong = {criteria["need"]: Reference(level(criteria["ethics"], 1))}
    with pytest.raises(ForeignLevel):
        save_exemplar(**given, references=wrong)
    assert exemplar.ratings.count() == 3


def test_languages_of_a_sample_are_named_in_the_language_of_the_page():
    with translation.override("fi"):
        assert _languages(["sv", "xx"]) == [("sv", "Ruotsi"), ("xx", "xx")]
