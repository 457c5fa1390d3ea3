"""Every door to every column of every row that freezes: each is tried, each refuses.

The table of doors meets the table of models; the columns come from the models
themselves, so a new column is tried without a word here. After each try the rows are
read again as they stand in the database.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import QuerySet

from rubric.models import (
    CalibrationAttempt,
    RubricVersion,
)
from rubric.services import publishing
from tests.rubric.factories import (
    NOON,
    PersonFactory,
)
from tests.rubric.frozen_world import (
    CLOSED,
    FROZEN,
    NAMED,
    as_stored,
    columns,
    new_row,
    other_value,
)
from valmentamo import freezing
from valmentamo.guarding import FrozenRow

pytestmark = pytest.mark.django_db


def quoted(name):
    return connection.ops.quote_name(name)


def run_sql(sql, values=()):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def prepared(field, value):
    value = (
        getattr(value, "pk", value) if isinstance(field, models.ForeignKey) else value
    )
    return field.get_db_prep_save(value, connection)


def by_save(row, field, value):
    setattr(row, field.name, value)
    row.save()


def by_save_of_the_field(row, field, value):
    setattr(row, field.name, value)
    row.save(update_fields=[field.name])


def by_forced_insert(row, field, value):
    """The same key again, as a restore of a dump would."""
    setattr(row, field.name, value)
    row._state.adding = True
    with transaction.atomic():
        row.save(force_insert=True)


def by_forgetting_that_it_was_saved(row, field, value):
    """A row built by hand with the key of a frozen one."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    copy = type(row)(**values)
    setattr(copy, field.name, value)
    copy._state.adding = False
    copy.save()


def by_update(row, field, value):
    type(row).objects.filter(pk=row.pk).update(**{field.name: value})


def by_update_of_all(row, field, value):
    type(row).objects.all().update(**{field.name: value})


def by_bulk_update(row, field, value):
    setattr(row, field.name, value)
    type(row).objects.bulk_update([row], [field.name])


def by_update_or_create(row, field, value):
    type(row).objects.update_or_create(pk=row.pk, defaults={field.name: value})


def by_bulk_create_over_it(row, field, value):
    setattr(row, field.name, value)
    with transaction.atomic():
        type(row).objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[field.name],
        )


def by_base_manager(row, field, value):
    """Past our querysets, as a migration would."""
    with transaction.atomic():
        QuerySet(type(row)).filter(pk=row.pk).update(**{field.name: value})


def by_sql_update(row, field, value):
    table, column = quoted(row._meta.db_table), quoted(field.column)
    run_sql(
        f"UPDATE {table} SET {column} = %s WHERE id = %s",
        [prepared(field, value), row.pk],
    )


def stored_columns(row, field, value):
    names = [f.column for f in row._meta.concrete_fields]
    values = [
        prepared(f, value if f is field else getattr(row, f.attname))
        for f in row._meta.concrete_fields
    ]
    return names, values


def by_sql_upsert(row, field, value):
    names, values = stored_columns(row, field, value)
    column = quoted(field.column)
    run_sql(
        f"INSERT INTO {quoted(row._meta.db_table)} ({', '.join(map(quoted, names))}) "
        f"VALUES ({', '.join(['%s'] * len(names))}) "
        f"ON CONFLICT (id) DO UPDATE SET {column} = excluded.{column}",
        values,
    )


def by_sql_replace(row, field, value):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has REPLACE")
    closed = freezing.table_for(type(row)).closed
    if closed is None and freezing.replace_goes_past():
        pytest.skip("the system check tells of this database")
    names, values = stored_columns(row, field, value)
    run_sql(
        f"INSERT OR REPLACE INTO {quoted(row._meta.db_table)} "
        f"({', '.join(map(quoted, names))}) VALUES ({', '.join(['%s'] * len(names))})",
        values,
    )


#: A door, and what it refuses with: ours where Python knows, else the trigger.
CHANGES: dict[Callable, tuple] = {
    by_save: NAMED,
    by_save_of_the_field: NAMED,
    by_forgetting_that_it_was_saved: NAMED,
    by_update: NAMED,
    by_update_of_all: NAMED,
    by_bulk_update: NAMED,
    by_update_or_create: NAMED,
    by_forced_insert: (FrozenRow, IntegrityError),
    by_bulk_create_over_it: (FrozenRow, IntegrityError),
    by_base_manager: (IntegrityError,),
    by_sql_update: (IntegrityError,),
    by_sql_upsert: (IntegrityError,),
    by_sql_replace: (IntegrityError,),
}


def fresh(arguments):
    """Each door gets the row as it stands, not as the door before left it."""
    return [
        type(x).objects.get(pk=x.pk) if isinstance(x, FROZEN) else x for x in arguments
    ]


def let_through(doors, *arguments):
    """Names of the doors that did not refuse as they should."""
    open_doors = []
    for door, refusal in doors.items():
        try:
            with pytest.raises(refusal):
                door(*fresh(arguments))
        except pytest.skip.Exception:
            continue
        except pytest.fail.Exception:
            open_doors.append(door.__name__)
    return open_doors


@pytest.mark.parametrize("model", FROZEN)
def test_no_door_changes_a_column(untouched, model):
    found = {
        field.name: let_through(CHANGES, untouched.rows[model], field, value)
        for field in columns(model)
        for value in [other_value(untouched, untouched.rows[model], field)]
    }
    assert found
    assert found == {name: [] for name in found}


def delete_row(row):
    row.delete()


def delete_by_queryset(row):
    type(row).objects.filter(pk=row.pk).delete()


def delete_past_our_querysets(row):
    with transaction.atomic():
        QuerySet(type(row)).filter(pk=row.pk)._raw_delete(using="default")


def delete_by_sql(row):
    run_sql(f"DELETE FROM {quoted(row._meta.db_table)} WHERE id = %s", [row.pk])


DELETIONS = {
    delete_row: NAMED,
    delete_by_queryset: NAMED,
    delete_past_our_querysets: (IntegrityError,),
    delete_by_sql: (IntegrityError,),
}


@pytest.mark.parametrize("model", FROZEN)
def test_no_door_deletes_the_row(untouched, model):
    assert let_through(DELETIONS, untouched.rows[model]) == []


def add_by_create(model, values):
    model.objects.create(**values)


def add_by_get_or_create(model, values):
    model.objects.get_or_create(**values)


def add_by_update_or_create(model, values):
    model.objects.update_or_create(**values)


def add_by_bulk_create(model, values):
    model.objects.bulk_create([model(**values)])


def add_by_sql(model, values):
    row = model(**values)
    fields = [f for f in model._meta.concrete_fields if not f.primary_key]
    run_sql(
        f"INSERT INTO {quoted(model._meta.db_table)} "
        f"({', '.join(quoted(f.column) for f in fields)}) "
        f"VALUES ({', '.join(['%s'] * len(fields))})",
        [prepared(f, getattr(row, f.attname)) for f in fields],
    )


ADDITIONS = {
    add_by_create: (FrozenRow,),
    add_by_get_or_create: (FrozenRow,),
    add_by_update_or_create: (FrozenRow,),
    add_by_bulk_create: (FrozenRow,),
    add_by_sql: (IntegrityError,),
}
PARENTED = [model for model in CLOSED if model is not CalibrationAttempt]


@pytest.mark.parametrize("model", PARENTED)
def test_no_door_adds_a_row_under_a_frozen_one(untouched, model):
    assert let_through(ADDITIONS, model, new_row(untouched, model)) == []


def test_every_table_that_freezes_is_tried():
    labels = {model._meta.label for model in FROZEN}
    assert labels == {table.model for table in freezing.registered("valmentamo_rubric")}


# What may still happen: people go, words about them go, and a version is archived.


def test_erasure_takes_the_people_and_leaves_the_rest(world):
    before = as_stored()
    people = {
        (table.model_class, name)
        for table in freezing.registered("valmentamo_rubric")
        for name in table.people
    }
    for person in type(world.person).objects.all():
        person.delete()
    after = as_stored()
    gone = {(model, f"{name}_id") for model, name in people}
    for model in FROZEN:
        for old, new in zip(before[model], after[model], strict=True):
            differs = {key for key in old if old[key] != new[key]}
            assert {(model, key) for key in differs} <= gone
            assert all(new[key] is None for key in differs)
    assert not any(new[f"{name}_id"] for model, name in people for new in after[model])


TEXTS = [
    (table.model_class, name)
    for table in freezing.registered("valmentamo_rubric")
    for name in sorted(table.erasable)
]


@pytest.mark.parametrize(
    ("model", "name"), TEXTS, ids=[f"{m.__name__}.{n}" for m, n in TEXTS]
)
def test_words_about_a_person_can_be_erased(world, model, name):
    model.objects.filter(pk=world.rows[model].pk).update(**{name: ""})
    assert getattr(model.objects.get(pk=world.rows[model].pk), name) == ""


def test_archiving_is_written_once(world):
    publishing.archive_version(version=world.version, by=world.person, at=NOON)
    before = as_stored()
    later = NOON + timedelta(days=1)
    for values in (
        {"archived_at": later},
        {"archived_by": PersonFactory()},
        {"state": "published"},
    ):
        with pytest.raises((FrozenRow, IntegrityError)), transaction.atomic():
            RubricVersion.objects.filter(pk=world.version.pk).update(**values)
    assert as_stored() == before
