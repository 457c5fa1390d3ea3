"""Issuing for many at once."""

import pytest

from certificates.exceptions import MissingFacts
from certificates.models import Certificate, IssueBatch, IssueJob
from certificates.services.bulk import IssueRequest, begin_batch, issue_many
from tests.certificates.factories import FACTS, TemplateVersionFactory, UserFactory

pytestmark = pytest.mark.django_db


def request_for(number, **changes):
    values = {
        "recipient": UserFactory(),
        "name": f"Aino Rautio {'I' * (number % 3 + 1)}",
        "languages": ["fi"],
        "facts": FACTS,
        "issue_key": f"bulk:{number}",
    }
    return IssueRequest(**values | changes)


@pytest.fixture
def batch():
    return begin_batch(name="Spring", total=3, by=None)


def run(batch, requests, version):
    return issue_many(batch=batch, template_version=version, requests=requests, by=None)


def test_every_request_is_issued_and_waits_for_a_worker(batch):
    issued = run(batch, [request_for(n) for n in range(3)], TemplateVersionFactory())
    assert len(issued.certificates) == 3
    assert IssueJob.objects.count() == 3
    progress = IssueBatch.objects.with_progress().get()
    assert (progress.written, progress.ready, progress.refused) == (3, 0, 0)


def test_batch_that_stopped_halfway_is_called_again_and_issues_nobody_twice(batch):
    version, requests = TemplateVersionFactory(), [request_for(n) for n in range(3)]
    first = run(batch, requests[:2], version)
    again = run(batch, requests, version)
    assert Certificate.objects.count() == 3
    assert again.certificates[:2] == first.certificates


def test_refused_request_stops_nobody_elses(batch):
    requests = [request_for(0), request_for(1, languages=["se"]), request_for(2)]
    issued = run(batch, requests, TemplateVersionFactory())
    assert len(issued.certificates) == 2
    assert [(r.issue_key, type(e)) for r, e in issued.refused] == [
        ("bulk:1", MissingFacts)
    ]


def test_name_that_can_not_be_printed_counts_as_refused(batch):
    run(batch, [request_for(0, name="\U0001f600")], TemplateVersionFactory())
    progress = IssueBatch.objects.with_progress().get()
    assert (progress.written, progress.refused) == (1, 1)
