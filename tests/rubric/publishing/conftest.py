"""Those who write and publish a version, and a draft with changes of every kind."""

from dataclasses import replace

import pytest

pytest.importorskip("wagtail.admin")


from rubric.models import RubricVersion
from rubric.services.drafting import content_of
from rubric.services.editing import save_draft
from rubric.services.publishing import start_draft
from tests.rubric.factories import (
    NOON,
    criterion_content,
    texts,
)
from tests.rubric.publishing.pages import person_with


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.CMS_REQUIRES_MFA = False


@pytest.fixture
def author(db):
    return person_with("access_admin", "change_rubricversion", "view_rubricversion")


@pytest.fixture
def publisher(db):
    return person_with("access_admin", "publish_rubricversion", "view_rubricversion")


@pytest.fixture
def draft(version, author):
    """Need is reworded and heavier, ethics goes, rights comes."""
    draft = start_draft(rubric=version.rubric, label="1.1", by=author, at=NOON)
    content = content_of(RubricVersion.objects.with_structure().get(pk=draft.pk))
    need, evidence, _ethics = content.criteria
    need = replace(
        need,
        weight=50,
        levels=need.levels | {2: texts("need <b>two</b>")},
    )
    criteria = (need, evidence, criterion_content("rights", 3, 10))
    return save_draft(
        version=draft,
        content=replace(content, criteria=criteria),
        revision=draft.revision,
        by=author,
        at=NOON,
    )
