"""What was issued, granted or published stays, whatever door is tried."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError, QuerySet
from django.utils import timezone

from certificates.enums import Basis, Door, State, Status
from certificates.models import (
    Certificate,
    CertificateFile,
    CertificateTemplateVersion,
    DownloadLog,
    PartnerGrant,
    StatusEvent,
)
from certificates.services.disclosing import record_download
from certificates.services.sharing import GrantTerms
from tests.certificates.factories import (
    PartnerFactory,
    TemplateVersionFactory,
    UserFactory,
    issued,
    ready,
)
from valmentamo import freezing
from valmentamo.guarding import FrozenRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(drawn):
    """One row of every kind that freezes."""
    terms = GrantTerms(partner=PartnerFactory(), basis=Basis.CONSENT, purpose="Siksi.")
    certificate = ready(recipient=UserFactory(), grants=[terms])
    log = record_download(
        certificate=certificate, language="fi", door=Door.HOLDER, by=UserFactory()
    )
    return {
        Certificate: certificate,
        CertificateFile: certificate.files.get(),
        StatusEvent: certificate.events.get(),
        PartnerGrant: certificate.grants.get(),
        DownloadLog: log,
        CertificateTemplateVersion: certificate.template_version,
    }


CHANGES = [
    (Certificate, {"code": "0" * 17}),
    (Certificate, {"facts": {}}),
    (Certificate, {"issued_at": "2020-01-01T00:00:00Z"}),
    (Certificate, {"issue_key": "other"}),
    (Certificate, {"printed_name": "Joku Muu"}),
    (Certificate, {"state": State.PENDING}),
    (CertificateFile, {"sha256": "0"}),
    (CertificateFile, {"storage_key": "other"}),
    (StatusEvent, {"kind": "revoked"}),
    (StatusEvent, {"at": "2020-01-01T00:00:00Z"}),
    (PartnerGrant, {"purpose": "Muuten vain."}),
    (PartnerGrant, {"until": "2020-01-01T00:00:00Z"}),
    (DownloadLog, {"door": Door.PARTNER}),
    (CertificateTemplateVersion, {"co_funded": True}),
    (CertificateTemplateVersion, {"published_at": None}),
]
IDS = [f"{model.__name__}-{'-'.join(values)}" for model, values in CHANGES]
KEPT = [Certificate, CertificateFile, StatusEvent, PartnerGrant]


@pytest.mark.parametrize(("model", "values"), CHANGES, ids=IDS)
def test_save_is_refused(world, model, values):
    row = world[model]
    for name, value in values.items():
        setattr(row, name, value)
    with pytest.raises(FrozenRow):
        row.save(update_fields=list(values))


@pytest.mark.parametrize(("model", "values"), CHANGES, ids=IDS)
def test_a_bulk_change_is_refused(world, model, values):
    with pytest.raises(FrozenRow):
        model.objects.filter(pk=world[model].pk).update(**values)


@pytest.mark.parametrize(("model", "values"), CHANGES, ids=IDS)
def test_the_database_refuses_what_goes_past_python(world, model, values):
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        QuerySet(model).filter(pk=world[model].pk).update(**values)


def delete_below_python(model, pk):
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [pk])


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_deleting_is_refused(world, model):
    with pytest.raises((FrozenRow, ProtectedError)):
        world[model].delete()
    with pytest.raises((FrozenRow, ProtectedError)):
        model.objects.filter(pk=world[model].pk).delete()
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        delete_below_python(model, world[model].pk)


def test_old_lines_of_the_download_log_may_go(world):
    world[DownloadLog].delete()
    assert not DownloadLog.objects.exists()


def test_a_certificate_that_is_ready_can_not_be_refused(world):
    rows = Certificate.objects.filter(pk=world[Certificate].pk)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        rows.update(state=State.REFUSED)


def test_another_person_can_not_become_the_holder(world):
    with pytest.raises(FrozenRow):
        Certificate.objects.update(recipient=UserFactory())


def test_the_version_behind_a_certificate_stays():
    row = issued()
    with pytest.raises(FrozenRow):
        Certificate.objects.update(template_version=TemplateVersionFactory())
    row.refresh_from_db()
    assert row.template_version.number == 1


def test_status_name_and_grant_may_take_the_steps_that_are_theirs(world):
    Certificate.objects.update(status=Status.WITHDRAWN, printed_name="", recipient=None)
    PartnerGrant.objects.update(withdrawn_at=timezone.now())
    world[Certificate].refresh_from_db()
    assert world[Certificate].printed_name == ""


def test_every_trigger_is_there():
    assert freezing.missing() == []
