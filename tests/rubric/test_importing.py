"""A rubric from a file: whole or not at all."""

import copy
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from rubric.exceptions import DraftExists, FaultyRubric, UnknownRubric, VersionExists
from rubric.models import Criterion, Exemplar, Level, Rubric, RubricVersion
from rubric.services.importing import (
    DEFAULT_RUBRIC,
    DEFAULT_SAMPLES,
    import_rubric,
    import_samples,
)
from rubric.services.publishing import start_draft
from valmentamo.yamlfiles import load_yaml

pytestmark = pytest.mark.django_db
DEFAULT = load_yaml(DEFAULT_RUBRIC)
SAMPLES = load_yaml(DEFAULT_SAMPLES)


@pytest.fixture
def data():
    return copy.deepcopy(DEFAULT)


@pytest.fixture
def samples():
    return copy.deepcopy(SAMPLES)


def faults(data):
    with pytest.raises(FaultyRubric) as refusal:
        import_rubric(data=data)
    assert not Rubric.objects.exists()
    return [str(fault) for fault in refusal.value.faults]


def test_default_rubric_is_published_whole(data):
    version = import_rubric(data=data)
    assert version.is_published
    assert version.criteria.count() == 10
    assert Level.objects.filter(criterion__version=version).count() == 40
    assert version.languages == ["fi", "sv", "en"]
    assert [c.key for c in version.criteria.filter(is_gate=True)] == ["ethics"]


def test_texts_are_kept_in_every_language(data):
    need = import_rubric(data=data).criteria.get(key="need")
    assert need.name.localize("sv") == "Behov och målgrupp"
    assert need.looks_at == ["need", "target_group"]
    assert need.levels.get(value=4).descriptor.localize("en").startswith("In addition")


def test_same_content_again_gives_the_same_version(data):
    first = import_rubric(data=data)
    assert import_rubric(data=copy.deepcopy(data)) == first
    assert RubricVersion.objects.count() == 1


def test_order_of_the_rows_and_the_way_numbers_are_written_make_no_difference(data):
    first = import_rubric(data=data)
    data["criteria"].reverse()
    data["rules"]["pass_mean"] = "2.5000"
    assert import_rubric(data=data) == first


def test_another_version_string_makes_a_new_version(data):
    first = import_rubric(data=data)
    data["version"] = "1.1"
    data["criteria"][0]["weight"], data["criteria"][1]["weight"] = 11, 11
    second = import_rubric(data=data)
    assert (first.number, second.number) == (1, 2)
    assert first.structure_hash != second.structure_hash


def test_criteria_and_levels_keep_their_uuids_in_the_next_version(data):
    first = import_rubric(data=data)
    data["version"] = "1.1"
    second = import_rubric(data=data)
    for rows in ("criteria", "criteria__levels"):
        path = f"{rows}__uuid"
        assert set(first.rubric.versions.filter(pk=first.pk).values_list(path)) == set(
            first.rubric.versions.filter(pk=second.pk).values_list(path)
        )


def test_published_version_is_not_changed_by_another_content(data):
    import_rubric(data=data)
    data["title"]["fi"] = "Toinen nimi"
    with pytest.raises(VersionExists):
        import_rubric(data=data)


def test_import_does_not_touch_a_draft_somebody_is_working_on(data):
    start_draft(rubric=import_rubric(data=data).rubric)
    data["version"] = "3"
    with pytest.raises(DraftExists):
        import_rubric(data=data)


def set_at(data, path, value):
    *parents, last = path
    for step in parents:
        data = data[step]
    if value is DELETED:
        del data[last]
    else:
        data[last] = value


DELETED = object()
FAULTS = [
    (["criteria", 3, "levels", 2, "sv"], DELETED, "criteria[3].levels.2.sv: missing"),
    (["criteria", 3, "levels", 2, "sv"], " ", "criteria[3].levels.2.sv: missing text"),
    (["criteria", 3, "levels", 2, "sv"], 7, "criteria[3].levels.2.sv: must be text"),
    (["criteria", 3, "levels", 2], DELETED, "criteria[3].levels.2: this level is"),
    (["criteria", 0, "levels", 5], {"fi": "x"}, "criteria[0].levels.5: the scale has"),
    (["criteria", 0, "levels", "x"], {"fi": "x"}, "criteria[0].levels.x: must be the"),
    (["criteria", 0, "weight"], 13, "criteria: the weights add up to 101, not to 100"),
    (["criteria", 0, "weight"], 0, "criteria[0].weight: must be from 1 to 100"),
    (["criteria", 0, "weight"], True, "criteria[0].weight: must be a whole number"),
    (["criteria", 0, "weight"], 12.0, "criteria[0].weight: must be a whole number"),
    (["criteria", 0, "name"], DELETED, "criteria[0].name: is missing"),
    (["criteria", 0, "name"], "Tarve", "criteria[0].name: must be a mapping"),
    (["criteria", 0, "id"], "novelty", "criteria: the key “novelty” is given twice"),
    (["criteria", 0, "id"], "ne ed", "criteria[0].id: must be an identifier"),
    (["criteria", 0, "order"], 2, "criteria: the order 2 is given twice"),
    (["criteria", 0, "wieght"], 1, "criteria[0].wieght: unknown key"),
    (["criteria", 5, "gate"], False, "criteria[5].gate: rules.gate_criteria says"),
    (["criteria", 0, "feeds_from"], [7], "criteria[0].feeds_from[0]: must be an"),
    (["criteria"], [], "criteria: at least one criterion is needed"),
    (["criteria"], "x", "criteria: must be a list"),
    (["levels", 0, "en"], DELETED, "levels[0].en: missing text"),
    (["levels", 0, "value"], 9, "levels: the levels must be 1, 2, 3"),
    (["title", "xx1"], "y", "title.xx1: is not a language"),
    (["title"], DELETED, "title: is missing"),
    (["schema"], "rubric/9", "schema: must be “rubric/1”"),
    (["version"], 1.0, "version: must be text in quotes"),
    (["id"], DELETED, "id: must be an identifier"),
    (["surprise"], 1, "surprise: unknown key"),
    (["rules"], DELETED, "rules: is missing"),
    (["rules", "pass_mean"], "high", "rules.pass_mean: must be a number"),
    (["rules", "pass_mean"], float("nan"), "rules.pass_mean: must be a number"),
    (["rules", "pass_mean"], 2.50001, "rules.pass_mean: at most four decimals"),
    (["rules", "pass_mean"], 4.5, "rules.pass_mean: must be within the scale"),
    (["rules", "minimum_level"], 5, "rules.minimum_level: the scale has no such"),
    (["rules", "gate_criteria"], ["x"], "rules.gate_criteria: there is no criterion"),
    (["rules", "aggregate"], "median", "rules.aggregate: only “weighted_mean” is"),
    (["rules", "weights_sum"], 99, "rules.weights_sum: only “100” is supported"),
    (["rules", "scale", "max"], 5, "rules.scale.max: only “4” is supported"),
    (["rules", "distinction", "requires"], "x", "rules.distinction.requires: only"),
    (["rules", "distinction", "at_least_3"], ["x"], "rules.distinction: there is no"),
    (["rules", "not_assessable", "mean"], "x", "rules.not_assessable.mean: only"),
    (["rules", "disclaimer", "sv"], "", "rules.disclaimer.sv: missing text"),
]


@pytest.mark.parametrize(
    ("path", "value", "message"), FAULTS, ids=[f"{f[0]}-{f[2]}"[:70] for f in FAULTS]
)
def test_fault_is_named_with_its_path_and_nothing_is_written(
    data, path, value, message
):
    set_at(data, path, value)
    assert any(fault.startswith(message) for fault in faults(data)), faults(data)


def test_every_fault_is_named_at_once(data):
    for path, value, _message in (FAULTS[0], FAULTS[6], FAULTS[-1]):
        set_at(data, path, value)
    assert len(faults(data)) == 3


@pytest.mark.parametrize("nonsense", [None, [], "text", 7, {}])
def test_a_file_of_something_else_is_refused(nonsense):
    assert faults(nonsense)


def test_rubric_may_have_other_languages_than_the_site(data):
    def only_finnish(value):
        if isinstance(value, dict):
            return {
                k: only_finnish(v) for k, v in value.items() if k not in ("sv", "en")
            }
        if isinstance(value, list):
            return [only_finnish(item) for item in value]
        return value

    assert import_rubric(data=only_finnish(data)).languages == ["fi"]


def test_listed_languages_are_the_ones_that_must_be_whole(data):
    data["languages"] = ["fi", "sv"]
    del data["title"]["en"]
    assert import_rubric(data=data).languages == ["fi", "sv"]


def test_samples_become_exemplars_with_the_experts_levels(data, samples):
    version = import_rubric(data=data)
    exemplars = import_samples(data=samples)
    first = exemplars[0]
    assert [e.slug for e in exemplars] == [s["id"] for s in samples["samples"]]
    assert first.version == version
    assert first.fields["name"] == "Yhdessä vahvemmaksi -hanke"
    assert {r.criterion.key for r in first.ratings.all() if r.not_assessable} == {
        "novelty"
    }
    assert first.ratings.get(criterion__key="need").rationale.startswith("Ongelma")


def test_samples_read_again_bring_the_rows_up_to_date(data, samples):
    import_rubric(data=data)
    import_samples(data=samples)
    samples["samples"][0]["levels"]["need"] = 2
    import_samples(data=samples)
    exemplar = Exemplar.objects.get(slug=samples["samples"][0]["id"])
    assert Exemplar.objects.count() == len(samples["samples"])
    assert exemplar.ratings.get(criterion__key="need").level.value == 2


def test_samples_of_an_unknown_rubric_are_refused(samples):
    with pytest.raises(UnknownRubric):
        import_samples(data=samples)


SAMPLE_FAULTS = [
    (["levels", "need"], 5, "samples[0].levels.need: the scale has no such level"),
    (["levels", "need"], DELETED, "samples[0].levels.need: is missing"),
    (["levels", "other"], 1, "samples[0].levels.other: unknown key"),
    (["lang"], None, "samples[0].lang: is not a language"),
    (["fields", "name"], 3, "samples[0].fields.name: must be text"),
    (["id"], "s5-tyopari", "samples: the key “s5-tyopari” is given twice"),
]


@pytest.mark.parametrize(
    ("path", "value", "message"), SAMPLE_FAULTS, ids=[f[2] for f in SAMPLE_FAULTS]
)
def test_faulty_sample_is_named_and_nothing_is_written(
    data, samples, path, value, message
):
    import_rubric(data=data)
    set_at(samples["samples"][0], path, value)
    with pytest.raises(FaultyRubric) as refusal:
        import_samples(data=samples)
    assert message in str(refusal.value)
    assert not Exemplar.objects.exists()


def run(*args):
    out = StringIO()
    call_command("import_rubric", *args, stdout=out, no_color=True)
    return out.getvalue()


def test_command_without_a_file_publishes_the_rubric_that_comes_along():
    assert "10" in run("--samples", str(DEFAULT_SAMPLES))
    assert Criterion.objects.count() == 10
    assert Exemplar.objects.count() == len(SAMPLES["samples"])


def test_command_may_be_repeated():
    run()
    run()
    assert RubricVersion.objects.count() == 1


def test_command_lists_the_faults_of_the_file(tmp_path, data):
    path = tmp_path / "bad.yaml"
    text = DEFAULT_RUBRIC.read_text("utf-8")
    path.write_text(text.replace("weight: 12", "weight: 13", 1), "utf-8")
    with pytest.raises(CommandError, match=r"criteria: .*101"):
        run(str(path))
    assert not Rubric.objects.exists()


@pytest.mark.parametrize(
    "content", [b"a: 1\na: 2\n", b"a: [", b"\xff\xfe", b"x: " + b"y" * 2_200_000]
)
def test_command_tells_why_a_file_can_not_be_read(tmp_path, content):
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=r"bad\.yaml"):
        run(str(path))


def test_command_names_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.yaml"):
        run(str(tmp_path / "nowhere.yaml"))


def test_faulty_samples_leave_the_rubric_unpublished_too(tmp_path):
    path = tmp_path / "samples.yaml"
    path.write_text("schema: samples/1\n", "utf-8")
    with pytest.raises(CommandError):
        run("--samples", str(path))
    assert not Rubric.objects.exists()
