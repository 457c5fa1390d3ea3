"""A rubric built another way: questions for the author, a part for the evaluator."""

from decimal import Decimal
from pathlib import Path

import pytest

from rubric.enums import RatedBy
from rubric.services.assessing import start_assessment
from rubric.services.exporting import export_version
from rubric.services.importing import import_rubric
from rubric.services.results import make_result
from tests.rubric.factories import NOON, PersonFactory, make_assessment
from valmentamo.yamlfiles import load_yaml

pytestmark = pytest.mark.django_db
FILE = Path(__file__).with_name("data") / "another-build.yaml"


@pytest.fixture
def version():
    return import_rubric(data=load_yaml(FILE), at=NOON)


def test_it_is_published_with_its_own_scale_language_and_parts(version):
    assert version.is_published
    assert version.languages == ["fi"]
    assert version.scale.count() == 3
    by = [c.rated_by for c in version.criteria.all()]
    assert by == [RatedBy.AUTHOR] * 8 + [RatedBy.ASSESSOR] * 3


def test_each_part_is_asked_from_the_one_whose_it_is(version):
    assert version.criteria.for_kind("self").count() == 8
    assert version.criteria.for_kind("coach").count() == 3


def test_author_rates_the_eight_questions(version):
    criteria = version.criteria.for_kind("self")
    draft = start_assessment(
        version=version, criteria=criteria, kind="self", assessor=PersonFactory()
    )
    assert draft.criteria.count() == 8


def test_evaluator_part_alone_makes_the_result(version):
    criteria = version.criteria.for_kind("coach")
    assessment = make_assessment(version, criteria=criteria, worth=3, trust=2, use=3)
    result = make_result(
        version=version, criteria=criteria, rule_set="whole", assessment=assessment
    )
    assert result.outcome == "passed"
    assert Decimal(result.numerator) / result.denominator == Decimal("2.7")


def test_it_goes_out_and_comes_back_whole(version):
    file = export_version(version=version, file_format="yaml")
    assert import_rubric(data=load_yaml(file.data), at=NOON) == version
