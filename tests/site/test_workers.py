"""How the worker of the reference site runs, on either database."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_q.brokers import get_broker
from django_q.models import Task
from django_q.monitor import save_task


def test_sqlite_has_one_worker_and_a_server_has_more():
    workers = settings.Q_CLUSTER["workers"]
    assert (workers == 1) == (connection.vendor == "sqlite")


@pytest.mark.django_db
def test_no_check_keeps_a_worker_from_starting_on_this_database():
    call_command("check")


@pytest.mark.django_db
@pytest.mark.parametrize("success", [True, False])
def test_only_a_job_that_went_wrong_is_kept(success):
    now = timezone.now()
    done = {"id": "x", "name": "x", "func": "x", "args": (), "kwargs": {}}
    # `sync` keeps the connection of the test open.
    done |= {"started": now, "stopped": now, "result": "", "sync": True}
    save_task(done | {"success": success}, get_broker())
    assert Task.objects.exists() != success
