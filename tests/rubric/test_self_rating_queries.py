"""The public page asks the same of the database for a small rubric and a large one."""

import pytest
from django.urls import reverse
from django.utils import translation

from rubric.services.importing import DEFAULT_RUBRIC, import_rubric
from tests.rubric.factories import make_version
from tests.rubric.test_self_rating_page import chosen
from valmentamo.yamlfiles import load_yaml

STRUCTURE = 4


@pytest.fixture(params=["small", "large"])
def any_version(request, db):
    if request.param == "small":
        return make_version()
    return import_rubric(data=load_yaml(DEFAULT_RUBRIC))


def asked_of_the_rubric(queries):
    return [q for q in queries if "valmentamo_rubric_" in q["sql"]]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_fixed_number_of_queries(
    any_version, client, django_assert_max_num_queries, method
):
    with translation.override("en"):
        url = reverse("valmentamo_rubric:self_rating")
    posted = chosen(any_version) if method == "post" else None
    with django_assert_max_num_queries(60) as seen:
        assert getattr(client, method)(url, posted).status_code == 200
    assert len(asked_of_the_rubric(seen.captured_queries)) == STRUCTURE
