"""What was submitted, decided or completed stays, whatever door is tried."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError, QuerySet

from courses.models import (
    Attachment,
    Completion,
    Decision,
    Review,
    SelfRatingRecord,
    SubmissionVersion,
)
from courses.services.submission import withdraw
from courses.services.writing import add_attachment, remove_attachment
from tests.courses.factories import moment
from valmentamo import freezing
from valmentamo.guarding import FrozenRow

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def world(cast):
    """One row of every kind that freezes, all of them frozen."""
    exercise = cast.exercise("m1e1")
    exercise.allows_attachments = True
    exercise.self_rating = "required"
    exercise.save()
    work = cast.open("m1e1")
    add_attachment(
        submission=work, file=SimpleUploadedFile("a.pdf", PDF), by=cast.aino.user
    )
    decision = cast.accept(cast.submit("m1e1"))
    version = decision.version
    completion = Completion.objects.create(
        enrolment=cast.aino, completed_at=moment(), basis={"conditions": []}
    )
    return {
        SubmissionVersion: version,
        Attachment: version.attachments.get(),
        SelfRatingRecord: version.self_ratings.first(),
        Review: Review.objects.get(pk=decision.review_id),
        Decision: decision,
        Completion: completion,
    }


# A change of each kind of row that must be refused.
CHANGES = [
    (SubmissionVersion, {"answers": {"answer": "Toisin"}}),
    (SubmissionVersion, {"asked": {}}),
    (SubmissionVersion, {"stage": "spread"}),
    (SubmissionVersion, {"language": "sv"}),
    (Attachment, {"sha256": "0"}),
    (Attachment, {"file": "other.pdf"}),
    (SelfRatingRecord, {"version": None}),
    (Review, {"role": "second"}),
    (Review, {"submitted_at": None}),
    (Decision, {"outcome": "returned"}),
    (Decision, {"missing": "Toisin"}),
    (Completion, {"basis": {}}),
]
IDS = [f"{model.__name__}-{'-'.join(values)}" for model, values in CHANGES]
KINDS = sorted({model for model, _values in CHANGES}, key=lambda m: m.__name__)


def below_python(model, pk):
    """The row as a shell of the database sees it, past models and querysets."""
    return QuerySet(model).filter(pk=pk)


def delete_below_python(model, pk):
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [pk])


@pytest.mark.parametrize(("model", "values"), CHANGES, ids=IDS)
def test_save_is_refused(world, model, values):
    row = world[model]
    for name, value in values.items():
        setattr(row, name, value)
    with pytest.raises(FrozenRow):
        row.save()


@pytest.mark.parametrize(("model", "values"), CHANGES, ids=IDS)
def test_a_bulk_change_is_refused(world, model, values):
    with pytest.raises(FrozenRow):
        model.objects.filter(pk=world[model].pk).update(**values)


@pytest.mark.parametrize(("model", "values"), CHANGES, ids=IDS)
def test_the_database_refuses_what_goes_past_python(world, model, values):
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        below_python(model, world[model].pk).update(**values)


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_deleting_is_refused(world, model):
    with pytest.raises((FrozenRow, ProtectedError)):
        world[model].delete()
    with pytest.raises((FrozenRow, ProtectedError)):
        model.objects.filter(pk=world[model].pk).delete()
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        delete_below_python(model, world[model].pk)


def test_a_file_can_neither_leave_a_version_nor_join_one_that_is_read(world):
    version, file = world[SubmissionVersion], world[Attachment]
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        version.attachments.remove(file)
    other = Attachment.objects.create(
        submission=version.submission, name="b.pdf", size=1, uploaded_at=moment()
    )
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        version.attachments.add(other)


def test_a_file_that_was_submitted_may_be_taken_from_the_draft(world, cast):
    file = world[Attachment]
    remove_attachment(attachment=file, by=cast.aino.user)
    assert file.removed_at is not None
    assert file.file.storage.exists(file.file.name)


def test_a_round_may_be_taken_back_once(cast):
    version = cast.submit("m1e1")
    withdraw(submission=version.submission, by=cast.aino.user)
    version.refresh_from_db()
    version.withdrawn_at = None
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        version.save(update_fields=["withdrawn_at"])


def test_people_may_leave_the_rows_that_stay(world, cast):
    for model, name in (
        (SubmissionVersion, "submitted_by"),
        (Review, "reviewer"),
        (Decision, "decided_by"),
        (Attachment, "uploaded_by"),
    ):
        model.objects.filter(pk=world[model].pk).update(**{name: None})
        world[model].refresh_from_db()
        assert getattr(world[model], name) is None


def test_another_person_may_not_take_their_place(world, cast):
    with pytest.raises(FrozenRow):
        Decision.objects.update(decided_by=cast.mikko.user)


@pytest.mark.django_db
def test_every_trigger_is_there():
    assert freezing.missing() == []


def test_a_row_is_not_replaced_by_another_with_its_key(world):
    """SQLite takes REPLACE for a deletion that fires no trigger, unless told to."""
    if connection.vendor != "sqlite":
        pytest.skip("REPLACE is a word of SQLite")
    for model, row in world.items():
        table = model._meta.db_table
        columns = [f.column for f in model._meta.concrete_fields]
        copy = ", ".join(f'"{c}"' for c in columns)
        replace = f'INSERT OR REPLACE INTO "{table}" ({copy}) SELECT {copy} FROM "{table}" WHERE id = %s'
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(replace, [row.pk])
