"""The list of what runs by the clock, and how django-q2 gets it."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils.module_loading import import_string

from valmentamo.jobs import schedules

pytestmark = pytest.mark.django_db
needs_q = pytest.mark.skipif(
    not apps.is_installed("django_q"), reason="this project has no django-q2"
)


def rows():
    from django_q.models import Schedule

    return Schedule.objects.filter(name__startswith=schedules.PREFIX)


def test_every_line_can_be_called():
    for line in schedules.schedules():
        assert callable(import_string(line.function))
        assert line.minutes >= 1


def test_sweep_of_the_certificates_is_on_the_list():
    names = [line.name for line in schedules.schedules()]
    assert "valmentamo:certificates.tasks.sweep" in names


@needs_q
def test_migrated_database_has_the_list():
    wanted = [line.name for line in schedules.schedules()]
    assert sorted(rows().values_list("name", flat=True)) == wanted


@needs_q
def test_installing_again_changes_nothing_and_keeps_the_clock():
    before = list(rows().order_by("pk").values())
    schedules.install_schedules()
    assert list(rows().order_by("pk").values()) == before


@needs_q
def test_line_that_left_the_list_leaves_the_table_and_others_stay(monkeypatch):
    from django_q.models import Schedule

    Schedule.objects.create(name="valmentamo:gone", func="x")
    Schedule.objects.create(name="of the host", func="x")
    schedules.install_schedules()
    names = set(Schedule.objects.values_list("name", flat=True))
    assert "valmentamo:gone" not in names
    assert "of the host" in names


@needs_q
def test_changed_interval_is_written(monkeypatch):
    monkeypatch.setattr(schedules, "_schedules", {})
    schedules.add_command("clearsessions", every=timedelta(days=1))
    schedules.install_schedules()
    row = rows().get()
    assert (row.minutes, row.args) == (1440, "('clearsessions',)")


@needs_q
def test_line_runs_the_task_it_names(monkeypatch):
    import ast

    row = rows().get(name="valmentamo:certificates.tasks.sweep")
    function = import_string(row.func)
    assert function(*ast.literal_eval(row.args)) == 0
