"""Who may edit, and how large a rubric the editor bears."""

import pytest

pytest.importorskip("wagtail")

from dataclasses import replace

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.rubric.editor.sheet import (
    RIGHTS,
    Sheet,
    criterion,
    opened,
    send,
    stored,
    url,
)
from tests.rubric.factories import (
    criterion_content,
    make_draft,
    make_version,
    small_content,
    texts,
)


@pytest.mark.parametrize("role", RIGHTS)
@pytest.mark.parametrize("name", ["edit", "start", "copy", "preview"])
def test_only_those_who_may_come_in(enter, version, role, name):
    allowed = {
        "edit": {"author"},
        "start": {"author"},
        "copy": {"author"},
        "preview": {"reader", "author", "approver"},
    }
    response = enter(role).get(url(version, name))
    assert response.status_code == (200 if role in allowed[name] else 302)


@pytest.mark.parametrize("role", ["nobody", "reader", "approver"])
def test_who_may_not_edit_changes_nothing_by_a_post(enter, version, role):
    before = stored(version)
    response = enter(role).post(url(version), {"revision": "0", "do": "save"})
    assert response.status_code == 302
    assert stored(version) == before


def test_nobody_outside_the_cms_comes_in(client, version):
    assert client.get(url(version)).status_code == 302


def big(criteria, levels):
    values = range(1, levels + 1)
    step = small_content().scale[0]
    return make_draft(
        scale=tuple(replace(step, value=v, key=f"l{v}") for v in values),
        criteria=tuple(
            criterion_content(
                f"k{n}", n, 5, levels={v: texts(f"{n} {v}") for v in values}
            )
            for n in range(1, criteria + 1)
        ),
    )


def test_a_rubric_of_twelve_by_five_opens_and_saves_with_few_queries(author, db):
    version = big(12, 5)
    author.get(url(version))
    with CaptureQueriesContext(connection) as opening:
        sheet = opened(author, version)
    for name in list(sheet.data):
        if "-level" in name or "-name-" in name:
            sheet[name] = "Changed"
    with CaptureQueriesContext(connection) as saving:
        assert send(author, version, sheet).status_code == 302
    assert stored(version).criteria[11].levels[5]["sv"] == "Changed"
    assert len(opening) <= 40
    assert len(saving) <= 2 * (12 + 60) + 20
    assert len(saving) <= 60


def test_queries_do_not_grow_with_the_rubric(author, db):
    counts = []
    for size in (2, 20):
        version = big(size, 4)
        author.get(url(version))
        with CaptureQueriesContext(connection) as queries:
            author.get(url(version))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_twenty_by_six_in_three_languages_fits_the_default_limit(author, db, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
    version = big(20, 6)
    page = Sheet(send(author, version, opened(author, version), do="points:on"))
    page[criterion(page, 19, "name-sv")] = "Sista"
    posted = sum(map(len, page.data.values())) + 2
    assert posted <= 1000
    assert send(author, version, page).status_code == 302
    assert stored(version).criteria[19].name["sv"] == "Sista"


def test_a_rubric_that_would_not_fit_says_what_to_set(author, db, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
    page = opened(author, big(12, 5))
    assert "DATA_UPLOAD_MAX_NUMBER_FIELDS" in page.soup.text


def test_the_list_takes_as_many_queries_for_many_versions_as_for_few(author, db):
    def count():
        with CaptureQueriesContext(connection) as queries:
            page = author.get(reverse("valmentamo_rubric_index"))
        assert page.status_code == 200
        return len(queries)

    make_draft(), make_version()
    count()
    few = count()
    for _ in range(9):
        make_draft(), make_version()
    assert count() == few
