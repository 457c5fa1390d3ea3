"""The page that publishes, the small steps, the history: what they show and refuse."""

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest

pytest.importorskip("wagtail.admin")

from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rubric.cms.changes import in_order
from rubric.diffing import TextChange
from rubric.impact import Usage, UsageKind
from rubric.models import Criterion, RubricVersion
from rubric.services.drafting import content_of
from rubric.services.editing import save_draft
from rubric.services.publishing import publish_version, send_to_review, start_draft
from rubric.signals import usage_asked
from tests.rubric.factories import (
    NOON,
    criterion_content,
    make_draft,
    make_version,
    texts,
    with_rules,
)
from tests.rubric.publishing.pages import (
    SCREENS,
    form_data,
    get,
    page,
    person_with,
    publish,
    url,
)

pytestmark = pytest.mark.django_db
DOORS = [name for name in SCREENS if name != "history"]


def test_words_that_change_are_marked_with_more_than_colour(client, publisher, draft):
    html = page(client, publisher, draft)
    assert "<del>" in html
    assert "<ins>" in html
    assert "&lt;" in html
    assert "<b>two</b>" not in html


def test_a_criterion_that_comes_or_goes_shows_only_what_it_has(
    client, publisher, draft
):
    html = page(client, publisher, draft)
    assert html.count(" → ") == 1
    response = get(client, publisher, "publish", draft)
    new = next(p for p in response.context["parts"] if p.name == "Rights (fi)")
    assert [v.after for v in new.values] == ["10"]


def test_weight_criteria_that_come_and_go_are_shown(client, publisher, draft):
    response = get(client, publisher, "publish", draft)
    parts = {part.name: part for part in response.context["parts"]}
    values = [(v.before, v.after) for v in parts["Need (fi)"].values]
    assert values == [("40", "50")]
    marks = {name: part.mark for name, part in parts.items()}
    assert marks["Ethics (fi)"] == "removed"
    assert marks["Rights (fi)"] == "added"


def test_missing_translation_is_a_gate_with_a_way_to_the_editor(
    client, publisher, draft
):
    Criterion.objects.filter(version=draft, key="need").update(
        name=texts("Need", ["fi", "en"])
    )
    response = get(client, publisher, "publish", draft)
    (gate,) = response.context["gates"]
    assert gate.place.startswith("Need (fi)")
    assert not response.context["can_go"]
    assert url("edit", draft) in response.content.decode()
    client.post(url("publish", draft), form_data(response))
    draft.refresh_from_db()
    assert not draft.was_published


def test_points_and_rules_that_are_wrong_are_gates_in_words(client, publisher):
    crooked = criterion_content("need", 1, 100, points={3: Decimal(9)})
    draft = make_draft(
        criteria=(crooked,), rules=with_rules(points_to_pass=Decimal(1000))
    )
    response = get(client, publisher, "publish", draft)
    places = [gate.place for gate in response.context["gates"]]
    assert len(places) == 2
    assert places[0].startswith("Need (fi), ")
    assert "rules." not in places[1]


def test_what_was_shown_is_published(client, publisher, draft):
    response = publish(client, publisher, draft)
    assert response.status_code == 302
    draft.refresh_from_db()
    assert draft.is_published
    assert draft.published_by == publisher
    kinds = dict(draft.crosswalk.values_list("target__key", "kind"))
    assert kinds == {
        "need": "reworded",
        "evidence": "kept",
        "rights": "new",
        None: "retired",
    }


def test_old_page_publishes_nothing(client, publisher, author, draft):
    response = get(client, publisher, "publish", draft)
    data = form_data(response)
    content = content_of(RubricVersion.objects.with_structure().get(pk=draft.pk))
    save_draft(
        version=draft,
        content=replace(content, label="1.2"),
        revision=draft.revision,
        by=author,
    )
    response = client.post(url("publish", draft), data, follow=True)
    draft.refresh_from_db()
    assert not draft.was_published
    assert list(response.context["messages"])


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 40, "1e3"])
def test_page_without_a_proper_revision_publishes_nothing(
    client, publisher, draft, revision
):
    publish(client, publisher, draft, revision=revision)
    draft.refresh_from_db()
    assert not draft.was_published


def test_links_that_a_person_chose_are_written(client, publisher, draft, version):
    ethics = str(version.criteria.get(key="ethics").uuid)
    response = publish(
        client,
        publisher,
        draft,
        **{
            "links-2-source": ethics,
            "links-2-kind": "reworded",
            "links-2-level_1": "1",
            "links-2-level_2": "2",
            "links-2-level_4": "3",
            "links-2-note": "Sama asia, uusi nimi",
            "links-3-source": "",
        },
    )
    assert response.status_code == 302, response.context["problems"]
    link = draft.crosswalk.get(target__key="rights")
    assert (link.source.key, link.kind) == ("ethics", "reworded")
    assert link.level_map == {"1": 1, "2": 2, "3": None, "4": 3}
    assert link.note == "Sama asia, uusi nimi"
    assert draft.crosswalk.count() == 3


FORGED = {
    "left out": {"links-3-source": ""},
    "kept though reworded": {"links-0-kind": "kept"},
    "no kind": {"links-0-kind": ""},
    "unknown kind": {"links-0-kind": "x"},
    "criterion of nobody": {"links-0-source": str(uuid4())},
    "level that is not": {"links-0-level_1": "9"},
    "levels upside down": {"links-0-level_1": "4"},
    "thousands of rows": {"links-TOTAL_FORMS": "100000"},
    "no rows": {"links-TOTAL_FORMS": "x"},
}


@pytest.mark.parametrize("changes", FORGED.values(), ids=FORGED)
def test_faulty_links_publish_nothing_and_are_shown_again(
    client, publisher, draft, changes
):
    response = publish(client, publisher, draft, **changes)
    assert response.status_code == 200
    assert response.context["problems"]
    draft.refresh_from_db()
    assert not draft.was_published
    assert not draft.crosswalk.exists()


def test_more_rows_are_given_and_nothing_is_published(client, publisher, draft):
    response = get(client, publisher, "publish", draft)
    rows = len(response.context["formset"].forms)
    again = client.post(url("publish", draft), form_data(response, more="1"))
    assert len(again.context["formset"].forms) == rows + 2
    draft.refresh_from_db()
    assert not draft.was_published


def test_writer_is_told_that_another_person_publishes(client, draft, publisher, author):
    author.user_permissions.add(
        Permission.objects.get(codename="publish_rubricversion")
    )
    response = get(client, author, "publish", draft)
    assert not response.context["may_publish"]
    assert str(publisher) in response.content.decode()
    client.post(url("publish", draft), form_data(response))
    draft.refresh_from_db()
    assert not draft.was_published


def test_author_may_look_but_not_publish(client, author, draft):
    publish(client, author, draft)
    draft.refresh_from_db()
    assert not draft.was_published


def test_first_version_has_no_links_to_confirm(client, publisher):
    draft = make_draft()
    response = get(client, publisher, "publish", draft)
    assert response.context["formset"] is None
    client.post(url("publish", draft), form_data(response))
    draft.refresh_from_db()
    assert draft.is_published


@pytest.fixture
def host(draft, version):
    """A host with an exercise on ethics, and one that can't be asked."""
    ethics = version.criteria.get(key="ethics").uuid

    def tell(sender, version, **kwargs):
        return [
            Usage(UsageKind.EXERCISE, "Ethics exercise", 1, ethics, "/exercise/"),
            Usage(UsageKind.DRAFT, "Course X", 7, url="/course/"),
            Usage(UsageKind.CERTIFICATE, "Course Y", 2),
        ]

    def broken(sender, version, **kwargs):
        raise ValueError

    usage_asked.connect(tell)
    usage_asked.connect(broken)
    yield
    usage_asked.disconnect(tell)
    usage_asked.disconnect(broken)


def test_page_says_whom_the_version_touches(client, publisher, draft, host):
    response = get(client, publisher, "publish", draft)
    html = response.content.decode()
    (gone,) = response.context["gone"]
    assert gone.name == "Ethics (fi)"
    assert "Ethics exercise" in html
    assert 'href="/exercise/"' in html
    counts = {kind: total for kind, _usages, total in response.context["groups"]}
    assert counts == {"draft": 7, "certificate": 2}
    assert any("broken" in name for name in response.context["silent"])
    assert "broken" in html


@pytest.mark.parametrize("name", [*DOORS, "edit"])
def test_no_screen_changes_a_published_version(client, name):
    """Save archiving, which is what may still happen."""
    version = make_version()
    person = person_with(
        "access_admin", "change_rubricversion", "publish_rubricversion"
    )
    before = content_of(RubricVersion.objects.with_structure().get(pk=version.pk))
    criterion = version.criteria.first()
    client.force_login(person)
    client.post(
        url(name, version),
        {
            "revision": version.revision,
            "publish": "1",
            "save": "1",
            "label": "9.9",
            f"c-{criterion.uuid}-weight": "1",
            "links-TOTAL_FORMS": "0",
            "links-INITIAL_FORMS": "0",
        },
    )
    version = RubricVersion.objects.with_structure().get(pk=version.pk)
    assert content_of(version) == before
    assert version.state == ("archived" if name == "archive" else "published")


def test_names_posted_beside_the_form_set_nothing(client, publisher, draft):
    extra = {
        f.name: "1" for f in RubricVersion._meta.concrete_fields if f.name != "revision"
    }
    publish(client, publisher, draft, **extra | {"state": "archived"})
    draft.refresh_from_db()
    assert draft.state == "published"
    assert (draft.label, draft.minimum_level) == ("1.1", 2)


def queries_of(client, person, draft):
    client.force_login(person)
    client.get(url("publish", draft))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url("publish", draft)).status_code == 200
    return len(queries)


def test_number_of_queries_is_the_same_for_a_larger_rubric(client, publisher):
    def size(count):
        rows = tuple(
            criterion_content(f"c{n}", n, 100 // count) for n in range(1, count + 1)
        )
        version = make_version(criteria=rows)
        return start_draft(rubric=version.rubric, at=NOON)

    few, many = size(2), size(20)
    assert queries_of(client, publisher, few) == queries_of(client, publisher, many)


def test_published_version_shows_how_its_criteria_continue(client, publisher, draft):
    send_to_review(version=draft, at=NOON)
    publish_version(version=draft, by=publisher, at=NOON)
    response = get(client, publisher, "history", draft)
    assert response.context["links"].count() == 4


def test_fault_of_a_level_is_not_hidden_in_a_closed_part(client, publisher, draft):
    response = publish(client, publisher, draft, **{"links-0-level_1": "9"})
    form = response.context["formset"].forms[0]
    assert form.shows_levels()
    assert not response.context["formset"].forms[1].shows_levels()
    assert 'id="id_links-0-level_1_error"' in response.content.decode()


def test_languages_of_a_change_stand_as_in_the_editor():
    order = [
        (text.part, text.language)
        for text in in_order(
            TextChange(part, language, ())
            for part in ("name", 2)
            for language in ("en", "fi", "xx", "sv")
        )
    ]
    languages = ("fi", "sv", "en", "xx")
    assert order == [(part, code) for part in ("name", 2) for code in languages]
