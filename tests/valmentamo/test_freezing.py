"""The triggers that guard frozen rows, tried on the tables of the rubric."""

from dataclasses import replace

import pytest
from django.core.checks import run_checks
from django.core.management.sql import (
    emit_post_migrate_signal,
    emit_pre_migrate_signal,
)
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from rubric.models import Rubric, RubricVersion
from tests.rubric.factories import NOON, PersonFactory, make_version
from valmentamo import freezing
from valmentamo.freezing_sql import trigger_name

pytestmark = pytest.mark.django_db
VERSION_TRIGGER = trigger_name("valmentamo_rubric_rubricversion", "UPDATE")


def change(model, row, **values):
    """Below the models, as a shell or another program would."""
    with transaction.atomic():
        return QuerySet(model).filter(pk=row.pk).update(**values)


def drop(name, table):
    on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{name}"{on}')


@pytest.fixture
def rules(monkeypatch):
    """Try other rules for rubric versions; the real ones come back by roll-back."""

    def register(**changes):
        table = freezing.table_for(RubricVersion)
        monkeypatch.setitem(
            freezing._registry, table.model.lower(), replace(table, **changes)
        )
        freezing.install()

    return register


def test_nothing_is_missing_after_migration():
    assert freezing.missing() == []


def test_installing_again_changes_nothing():
    freezing.install()
    freezing.install()
    assert freezing.missing() == []


def test_missing_trigger_is_named_with_its_table():
    drop(VERSION_TRIGGER, "valmentamo_rubric_rubricversion")
    assert freezing.missing() == [f"valmentamo_rubric_rubricversion: {VERSION_TRIGGER}"]


def test_system_check_names_the_missing_trigger_and_what_to_do():
    drop(VERSION_TRIGGER, "valmentamo_rubric_rubricversion")
    found = [m for m in run_checks(databases=["default"]) if m.id == "valmentamo.W001"]
    assert len(found) == 1
    assert VERSION_TRIGGER in found[0].msg
    assert "migrate" in found[0].hint


def test_system_check_is_silent_without_a_database_or_a_fault():
    assert "valmentamo.W001" not in [m.id for m in run_checks()]
    assert "valmentamo.W001" not in [m.id for m in run_checks(databases=["default"])]


def test_refusal_names_the_table():
    with pytest.raises(IntegrityError, match=r"rubricversion: this row is frozen"):
        change(RubricVersion, make_version(), label="9")


def test_one_frozen_row_refuses_the_whole_update():
    make_version()
    with pytest.raises(IntegrityError), transaction.atomic():
        QuerySet(RubricVersion).update(minimum_level=1)


def test_writing_the_same_value_again_is_no_change():
    version = make_version()
    assert change(RubricVersion, version, label=version.label) == 1


@pytest.mark.parametrize("before", [None, "3.2"])
def test_change_from_and_to_null_is_seen(before):
    version = make_version()
    with freezing.lifted():
        change(RubricVersion, version, distinction_mean=before)
    with pytest.raises(IntegrityError):
        change(
            RubricVersion, version, distinction_mean="3.3" if before is None else None
        )


def test_guard_may_name_single_columns(rules):
    rules(guarded=frozenset({"label"}), moves={}, people=frozenset(), once=frozenset())
    version = make_version()
    assert change(RubricVersion, version, number=9) == 1
    with pytest.raises(IntegrityError):
        change(RubricVersion, version, label="9")


def test_person_may_only_leave():
    person = PersonFactory()
    version = make_version()
    with freezing.lifted():
        change(RubricVersion, version, created_by=person)
    with pytest.raises(IntegrityError):
        change(RubricVersion, version, created_by=PersonFactory())
    assert change(RubricVersion, version, created_by=None) == 1
    with pytest.raises(IntegrityError):
        change(RubricVersion, version, created_by=person)


def test_erasable_text_may_only_become_empty(rules):
    rules(erasable=frozenset({"label"}))
    version = make_version()
    with pytest.raises(IntegrityError):
        change(RubricVersion, version, label="other")
    assert change(RubricVersion, version, label="") == 1


def test_value_may_be_set_once():
    version = make_version()
    assert change(RubricVersion, version, archived_at=NOON) == 1
    with pytest.raises(IntegrityError):
        change(RubricVersion, version, archived_at=NOON.replace(year=2030))


def test_only_the_named_step_is_possible():
    version = make_version()
    with pytest.raises(IntegrityError):
        change(RubricVersion, version, state="in_review")
    assert change(RubricVersion, version, state="archived") == 1
    with pytest.raises(IntegrityError):
        change(RubricVersion, version, state="published")


def test_table_may_allow_deletion(rules):
    rules(deletable=True)
    version = make_version()
    table = RubricVersion._meta.db_table
    with freezing.lifted():
        for child in ("level", "criterion", "scalelabel", "versionevent"):
            with connection.cursor() as cursor:
                cursor.execute(f'DELETE FROM "valmentamo_rubric_{child}"')
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{table}" WHERE id = %s', [version.pk])
    assert not RubricVersion.objects.exists()


def test_guard_is_back_after_it_was_lifted():
    version = make_version()
    with freezing.lifted():
        change(RubricVersion, version, label="2")
    assert freezing.missing() == []
    with pytest.raises(IntegrityError):
        change(RubricVersion, version, label="3")


def test_error_while_the_guard_is_lifted_takes_everything_back():
    version = make_version()

    def fail():
        with freezing.lifted():
            change(RubricVersion, version, label="2")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    version.refresh_from_db()
    assert version.label == "1.0"
    assert freezing.missing() == []


def test_guard_can_be_lifted_while_deferred_checks_wait():
    """PostgreSQL can't alter a table with foreign keys still to be checked."""
    make_version()
    with freezing.lifted():
        make_version()
    assert freezing.missing() == []


def test_rows_that_are_not_frozen_change_freely():
    rubric = Rubric.objects.create(slug="free")
    assert change(Rubric, rubric, slug="freer") == 1


def test_long_table_names_stay_within_63_characters_and_apart():
    names = {
        trigger_name("a_very_long_table_name_" * 4 + str(n), "UPDATE") for n in "12"
    }
    assert len(names) == 2
    assert max(map(len, names)) <= 63


@pytest.mark.django_db(transaction=True)
def test_guard_is_back_after_migrations_that_rebuild_a_table():
    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default")
    with connection.schema_editor() as editor:
        if connection.vendor == "sqlite":
            editor._remake_table(RubricVersion)
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert freezing.missing() == []
    with pytest.raises(IntegrityError):
        change(RubricVersion, make_version(), label="9")


@pytest.fixture
def plain_sqlite():
    """As a host that has not set the option."""
    if connection.vendor != "sqlite":
        pytest.skip("REPLACE is a word of SQLite")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers=OFF")
        yield
        cursor.execute("PRAGMA recursive_triggers=ON")


@pytest.mark.usefixtures("plain_sqlite")
def test_system_check_says_when_replace_goes_past_the_guard():
    found = [m for m in run_checks(databases=["default"]) if m.id == "valmentamo.W002"]
    assert len(found) == 1
    assert "recursive_triggers=ON" in found[0].hint


@pytest.mark.usefixtures("plain_sqlite")
def test_replace_does_go_past_the_guard_without_the_option():
    """Else the check would warn of nothing."""
    version = make_version()
    table = RubricVersion._meta.db_table
    columns = [f.column for f in RubricVersion._meta.concrete_fields]
    copy = ", ".join(f'"{name}"' for name in columns)
    other = copy.replace('"label"', "'9'")
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT OR REPLACE INTO "{table}" ({copy}) '
            f'SELECT {other} FROM "{table}" WHERE id = %s',
            [version.pk],
        )
    version.refresh_from_db()
    assert version.label == "9"


def test_system_check_of_replace_is_silent_where_the_option_is_set():
    assert "valmentamo.W002" not in [m.id for m in run_checks(databases=["default"])]
