"""The demo's rubric is alive: a passed practice, and a draft that waits for a word."""

import pytest

from home.demo.rubric_life import NEW_WEIGHTS, practise, read_again, write_next_version
from rubric.agreement_report import report_of
from rubric.content import faults_of
from rubric.enums import AssessmentKind, VersionState
from rubric.models import Rubric, RubricVersion
from rubric.rated_works import Comparison
from rubric.services.assessing import rate, start_assessment, submit_assessment
from rubric.services.calibrating import standing_of
from rubric.services.drafting import content_of
from rubric.services.importing import (
    DEFAULT_RUBRIC,
    DEFAULT_SAMPLES,
    import_rubric,
    import_samples,
)
from valmentamo.yamlfiles import load_yaml

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return import_rubric(data=load_yaml(DEFAULT_RUBRIC))


def test_the_coach_of_the_demo_has_passed_a_practice(version, make_person):
    import_samples(data=load_yaml(DEFAULT_SAMPLES))
    coach = make_person("coach@example.org")
    practise(coach)
    assert standing_of(user=coach, rubric=Rubric.objects.get()).state == "passed"


def test_the_draft_of_the_demo_lacks_one_swedish_text_and_nothing_else(
    version, make_person
):
    draft = write_next_version(make_person("author@example.org"))
    assert draft.state == VersionState.DRAFT
    draft = RubricVersion.objects.with_structure().get(pk=draft.pk)
    content = content_of(draft)
    [fault] = faults_of(content)
    assert fault.path.endswith(".levels.3.sv")
    weights = {row.key: row.weight for row in content.criteria}
    assert NEW_WEIGHTS.items() <= weights.items()


def test_two_readers_of_the_same_works_give_figures_of_agreement(version, make_person):
    coach = make_person("coach@example.org")
    for number in range(5):
        _rate_all(version, coach, f"work-{number}")
    read_again(make_person("second@example.org"))
    report = report_of(version=version, comparison=Comparison.COACHES, least=5)
    assert [row.figures.works for row in report.rows] == [5] * 10


def _rate_all(version, coach, subject):
    criteria = list(version.criteria.prefetch_related("levels"))
    assessment = start_assessment(
        version=version,
        criteria=criteria,
        kind=AssessmentKind.COACH,
        assessor=coach,
        subject=subject,
    )
    for criterion in criteria:
        level = criterion.levels.all()[1]
        rate(assessment=assessment, criterion=criterion, level=level, by=coach)
    submit_assessment(assessment=assessment, by=coach)
