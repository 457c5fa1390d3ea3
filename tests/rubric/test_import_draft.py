"""A file becomes a draft, whole or not at all; criteria stay who they are."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from rubric.content import faults_of
from rubric.enums import VersionEventKind, VersionState
from rubric.exceptions import DraftExists, FaultyRubric
from rubric.interchange.canvas import write_canvas
from rubric.models import Criterion, Rubric, RubricVersion
from rubric.services.drafting import content_of
from rubric.services.exporting import export_version
from rubric.services.importing import import_draft
from tests.rubric.factories import (
    NOON,
    PersonFactory,
    criterion_content,
    make_draft,
    make_version,
    texts,
)

pytestmark = pytest.mark.django_db
DATA = Path(__file__).with_name("data")


def data(name):
    return (DATA / name).read_bytes()


def read(name, **options):
    return import_draft(data=data(name), **{"language": "fi", "at": NOON} | options)


def shown(version, language="fi"):
    """Criteria with weight, and the points of their levels, the weakest first."""
    content = content_of(version)
    return {
        c.name[language]: (
            c.weight,
            [c.points.get(v, Decimal(v)) for v in sorted(c.levels)],
        )
        for c in content.criteria
    }


def test_case_document_with_floats_is_read():
    version = read("case-opensalt.json", language="en")
    assert version.state == VersionState.DRAFT
    assert shown(version, "en") == {
        "Need": (45, [Decimal("0.5"), 2, 3]),
        "Steps": (22, [0, Decimal("1.5"), 3]),
        "Evidence": (33, [1, 2, 3]),
    }
    assert [step.label.localize("en") for step in version.scale.all()] == [
        "Weak",
        "Fair",
        "Strong",
    ]


def test_case_document_without_weights_shares_them_equally():
    version = read("case-minimal.json")
    assert [weight for weight, _points in shown(version).values()] == [34, 33, 33]


def test_case_criteria_take_the_identifier_of_their_document():
    version = read("case-minimal.json")
    first = version.criteria.first()
    assert str(first.uuid) == "f5f7a1de-3c52-4b4c-9a4e-7d8cf1a90002"


def test_case_properties_that_we_have_no_place_for_go_out_as_they_came_in():
    version = read("case-opensalt.json", language="en")
    out = json.loads(
        export_version(version=version, file_format="case", language="en").data
    )
    came = json.loads(data("case-opensalt.json"))
    ours, theirs = out["CFRubrics"][0], came["CFRubrics"][0]
    assert ours["uri"] == theirs["uri"]
    assert out["CFItems"] == came["CFItems"]
    assert out["CFDocument"]["extensions"] == came["CFDocument"]["extensions"]
    for mine, yours in zip(
        ours["CFRubricCriteria"], theirs["CFRubricCriteria"], strict=True
    ):
        for key in ("identifier", "uri", "CFItemURI", "rubricId", "extensions"):
            assert mine.get(key) == yours.get(key)


def test_whole_and_real_scores_are_kept_apart():
    version = read("case-opensalt.json", language="en")
    out = export_version(version=version, file_format="case", language="en").data
    came = json.loads(data("case-opensalt.json"), parse_float=str, parse_int=str)
    went = json.loads(out, parse_float=str, parse_int=str)

    def scores(document):
        return sorted(
            (level["identifier"], level["score"])
            for criterion in document["CFRubrics"][0]["CFRubricCriteria"]
            for level in criterion["CFRubricCriterionLevels"]
        )

    assert scores(went) == scores(came)
    assert {score for _id, score in scores(went)} >= {"3", "3.0", "0.5", "0.0"}


def test_canvas_file_as_canvas_writes_it_is_read():
    version = read("canvas-exported.csv", language="en")
    assert shown(version, "en") == {
        "Argument": (50, [0, 5, 10]),
        "Sources": (30, [0, 3, 6]),
        "Language": (20, [0, 2, 4]),
    }
    sources = version.criteria.get(key="sources")
    assert "“" not in str(sources.levels.get(value=3).descriptor)
    assert '"quoted"' in sources.levels.get(value=3).descriptor.localize("en")


def test_canvas_file_with_byte_order_mark_and_decimal_commas_is_read():
    version = read("canvas-bom-crlf.csv")
    assert shown(version) == {
        "Selkeys": (50, [1, Decimal("2.5")]),
        "Näyttö": (50, [1, Decimal("2.5")]),
    }
    evidence = version.criteria.get(key="naytto")
    assert evidence.question.localize("fi") == "=Mihin väite perustuu?"
    assert evidence.levels.get(value=2).descriptor.localize("fi").startswith("- läh")


def test_shorter_criteria_take_the_levels_that_they_name():
    version = read("canvas-ragged.csv", language="en")
    levels = {
        c.key: [level.value for level in c.levels.all()] for c in version.criteria.all()
    }
    assert levels == {"method": [1, 2, 3, 4], "safety": [1, 3], "signed": [1]}
    missing = [
        f.path for f in faults_of(content_of(version)) if "level is" in f.message
    ]
    assert missing == [
        *("criteria[1].levels.2", "criteria[1].levels.4"),
        *("criteria[2].levels.2", "criteria[2].levels.3", "criteria[2].levels.4"),
    ]


def test_import_is_written_into_the_history():
    person = PersonFactory()
    event = read("case-minimal.json", by=person).events.get()
    assert (event.kind, event.by) == (VersionEventKind.IMPORTED, person)
    assert "CASE" in event.note


@pytest.mark.parametrize("file_format", ["json", "yaml", "xlsx", "case", "canvas"])
def test_version_sent_out_and_read_back_is_the_same_rubric(file_format):
    if file_format == "xlsx":
        pytest.importorskip("openpyxl")
    version = make_version()
    file = export_version(version=version, file_format=file_format, language="sv")
    draft = import_draft(data=file.data, rubric=version.rubric, language="sv", at=NOON)
    assert draft.number == 2
    assert draft.label == "1.1"
    before, after = content_of(version), content_of(draft)
    assert [c.uuid for c in after.criteria] == [c.uuid for c in before.criteria]
    assert [c.key for c in after.criteria] == [c.key for c in before.criteria]
    assert after.rules == before.rules
    assert [c.levels for c in after.criteria] == [c.levels for c in before.criteria]
    levels = {level.uuid for c in version.criteria.all() for level in c.levels.all()}
    assert levels == {
        level.uuid for c in draft.criteria.all() for level in c.levels.all()
    }


def test_own_format_finds_its_rubric_by_its_identifier():
    version = make_version()
    file = export_version(version=version, file_format="json")
    assert import_draft(data=file.data, at=NOON).rubric == version.rubric


def test_renamed_key_stays_the_same_criterion_by_its_uuid():
    version = make_version()
    file = json.loads(export_version(version=version, file_format="json").data)
    file["criteria"][0]["id"] = "necessity"
    file["rules"]["distinction"]["at_least_3"] = ["necessity"]
    file["version"] = "1.1"
    draft = import_draft(data=json.dumps(file).encode(), at=NOON)
    assert draft.label == "1.1"
    old = version.criteria.get(key="need")
    assert draft.criteria.get(key="necessity").uuid == old.uuid


def test_two_criteria_that_swap_keys_keep_their_uuids():
    version = make_version()
    file = json.loads(export_version(version=version, file_format="json").data)
    first, second = file["criteria"][0], file["criteria"][1]
    first["id"], second["id"] = second["id"], first["id"]
    draft = import_draft(data=json.dumps(file).encode(), at=NOON)
    uuids = dict(version.criteria.values_list("key", "uuid"))
    assert draft.criteria.get(key="evidence").uuid == uuids["need"]
    assert draft.criteria.get(key="need").uuid == uuids["evidence"]


def test_case_criterion_is_found_again_by_the_identifier_of_its_system():
    first = read("case-opensalt.json", language="en")
    uuids = list(first.criteria.values_list("uuid", flat=True))
    RubricVersion.objects.filter(pk=first.pk).update(
        state=VersionState.PUBLISHED, published_at=NOON
    )
    changed = json.loads(data("case-opensalt.json"))
    for criterion in changed["CFRubrics"][0]["CFRubricCriteria"]:
        criterion["category"] += " (reworded)"
    second = import_draft(
        data=json.dumps(changed).encode(), language="en", rubric=first.rubric, at=NOON
    )
    assert list(second.criteria.values_list("uuid", flat=True)) == uuids


def test_title_that_is_taken_makes_a_rubric_of_its_own():
    read("case-minimal.json")
    again = read("case-minimal.json")
    assert again.rubric.slug == "kuvauksen-lukeminen-2"


def test_draft_that_somebody_works_on_is_not_touched():
    draft = make_draft()
    file = export_version(version=draft, file_format="json")
    with pytest.raises(DraftExists):
        import_draft(data=file.data, rubric=draft.rubric)
    assert RubricVersion.objects.count() == 1


def test_draft_with_missing_texts_goes_out_and_comes_back():
    draft = make_draft(texts={"title": texts("Title")})
    file = export_version(version=draft, file_format="json")
    RubricVersion.objects.all().delete()
    again = import_draft(data=file.data, at=NOON)
    assert content_of(again).texts == content_of(draft).texts


def test_every_fault_is_named_with_its_path():
    file = json.loads(data("case-opensalt.json"))
    criteria = file["CFRubrics"][0]["CFRubricCriteria"]
    criteria[0]["weight"] = "heavy"
    criteria[1]["CFRubricCriterionLevels"][2]["score"] = -1
    del criteria[2]["category"], criteria[2]["description"]
    with pytest.raises(FaultyRubric) as refusal:
        import_draft(data=json.dumps(file).encode(), language="en")
    assert [fault.path for fault in refusal.value.faults] == [
        "CFRubrics[0].CFRubricCriteria[0].weight",
        "CFRubrics[0].CFRubricCriteria[1].CFRubricCriterionLevels[2].score",
        "CFRubrics[0].CFRubricCriteria[2]",
    ]
    assert not Rubric.objects.exists()


def test_every_fault_of_a_table_is_named_with_its_cell():
    text = data("canvas-exported.csv").decode()
    text = text.replace(",10.0,", ",ten,").replace(",true,", ",perhaps,")
    with pytest.raises(FaultyRubric) as refusal:
        import_draft(data=text.encode(), language="en")
    assert [fault.path for fault in refusal.value.faults] == ["G2", "D4"]


def test_file_of_several_rubrics_asks_which_one():
    text = data("canvas-exported.csv").decode()
    both = text + text.partition("\n")[2].replace("Essay rubric", "Other rubric")
    with pytest.raises(FaultyRubric, match="2 rubrics: “Essay rubric”, “Other rubric”"):
        import_draft(data=both.encode(), language="en")
    version = import_draft(data=both.encode(), language="en", pick="Other rubric")
    assert version.title.localize("en") == "Other rubric"


def test_language_is_asked_where_a_file_does_not_say_it():
    with pytest.raises(FaultyRubric, match="language: say in which language"):
        read("case-minimal.json", language="")


def test_canvas_file_of_ours_is_what_canvas_reads():
    content = content_of(make_version())
    lines = write_canvas(content, "en").decode().split("\r\n")
    assert lines[0].split(",") == [
        *("Rubric Name", "Criteria Name", "Criteria Description"),
        "Criteria Enable Range",
        *(("Rating Name", "Rating Description", "Rating Points") * 4),
    ]
    assert lines[1].split(",")[4:7] == ["Level 4 (en)", "need 4 (en)", "4"]
    assert len(Criterion.objects.all()) + 2 == len(lines)


def test_name_of_a_criterion_is_a_surer_sign_than_the_key_of_another():
    version = make_version(
        criteria=(
            criterion_content("reach", 1, 50, name=texts("Need")),
            criterion_content("need-fi", 2, 50, name=texts("Other")),
        )
    )
    file = write_canvas(content_of(version), language="fi")
    draft = import_draft(
        data=file, language="fi", rubric=version.rubric, by=PersonFactory(), at=NOON
    )
    assert [c.key for c in draft.criteria.all()] == ["reach", "need-fi"]


@pytest.mark.parametrize("file_format", ["json", "yaml", "case", "xlsx"])
def test_criterion_of_another_rubric_gets_an_identity_of_its_own(file_format):
    version = make_version()
    elsewhere = make_version(criteria=(criterion_content("own", 1, 100),)).rubric
    file = export_version(version=version, file_format=file_format, language="fi")
    draft = import_draft(
        data=file.data, file_format=file_format, language="fi", rubric=elsewhere
    )
    ours = set(draft.criteria.values_list("uuid", flat=True))
    assert len(ours) == 3
    assert ours.isdisjoint(version.criteria.values_list("uuid", flat=True))
