"""Issue a cohort while people look at pages, and ask the verification page as fast as it goes.

    .venv/bin/python -m benchmarks.serving [--certificates 1000] [--seconds 10] [--rounds 5]

A real server (gunicorn, two processes) and real workers (`qcluster`) on a throw-away
database: SQLite, or what DATABASE_URL names. The baseline of the cohort is the same page
under the same load in the same run while nothing is issued. The load comes from this
process, on the same cores, and asks on a new line each time, as most proxies do.
"""

import argparse
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

sys.path[:0] = [".", "site"]
FOLDER = Path(tempfile.mkdtemp(prefix="valmentamo-serving-"))
os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.serving_settings"
os.environ["VALMENTAMO_VAR"] = str(FOLDER)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER / 'db.sqlite3'}")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks.load import Load  # noqa: E402
from certificates.enums import JobState, State  # noqa: E402
from certificates.models import Certificate, IssueJob  # noqa: E402
from certificates.services.bulk import (  # noqa: E402
    IssueRequest,
    begin_batch,
    issue_many,
)
from home.services.site_tree import create_site_tree  # noqa: E402
from tests.certificates.factories import (  # noqa: E402
    FACTS,
    TemplateVersionFactory,
    UserFactory,
)

PYTHON = sys.executable
#: What a bulk issue can stamp: the sentence names no innovation.
PLAIN = {language: replace(facts, innovation="") for language, facts in FACTS.items()}


@contextmanager
def started(*command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of ours, ended by its own group when the block is left."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([".", "site"])}
    with (FOLDER / "log").open("ab") as log:
        process = subprocess.Popen(
            [PYTHON, *command],
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def wait_for(port: int) -> None:
    for _try in range(200):
        with socket.socket() as sock:
            if sock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"The server did not start, see {FOLDER / 'log'}")


def processor_seconds(process: subprocess.Popen[bytes]) -> float:
    """Of a process and all its children, read from /proc."""
    ticks, wanted = 0, {process.pid}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) in wanted:  # the session
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def requests(count: int) -> Iterator[IssueRequest]:
    people = [UserFactory() for _n in range(min(count, 50))]
    for number in range(count):
        yield IssueRequest(
            recipient=people[number % len(people)],
            name=f"Aino Rautio {'abcdefghij'[number % 10]}{number}",
            languages=["fi"],
            facts=PLAIN,
            issue_key=f"serving:{number}",
        )


def issue(count: int, page: str, port: int, workers: subprocess.Popen[bytes]) -> None:
    version = TemplateVersionFactory()
    spent = processor_seconds(workers)
    with Load(port, page, readers=2, pause=0.05) as load:
        begun = time.perf_counter()
        batch = begin_batch(name="Cohort", total=count, by=None)
        issue_many(
            batch=batch, template_version=version, requests=requests(count), by=None
        )
        written = time.perf_counter() - begun
        waiting = Certificate.objects.filter(batch=batch, state=State.PENDING)
        while waiting.exists() and time.perf_counter() - begun < 1200:
            time.sleep(0.5)
        ready = time.perf_counter() - begun
    made = Certificate.objects.ready().filter(batch=batch).count()
    used = processor_seconds(workers) - spent
    print(f"cohort of {count}: rows in {written:.1f} s, {made} ready in {ready:.1f} s")
    print(f"  workers' CPU {1000 * used / max(made, 1):.1f} ms a certificate")
    print(f"  page meanwhile: {load.told()}")
    for error in set(
        IssueJob.objects.exclude(state=JobState.DONE).values_list(
            "last_error", flat=True
        )
    ):
        print("  not made:", error)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--certificates", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    create_site_tree(hostname="127.0.0.1")
    port = free_port()
    print(f"database: {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}")
    gunicorn = ("-m", "gunicorn", "config.wsgi", "--pythonpath", ".,site")
    options = ("--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4")
    with (
        started(*gunicorn, *options) as server,
        started("manage.py", "qcluster") as workers,
    ):
        wait_for(port)
        first = issue_one()
        page = f"/t/{first.printed_code}/"
        for _warm in range(2):
            with Load(port, page, readers=2, pause=0.05) as idle:
                time.sleep(chosen.seconds)
        print(f"page, nothing issued: {idle.told()}")
        ask(page, port, server, chosen)
        if chosen.certificates:
            issue(chosen.certificates, page, port, workers)


def ask(
    page: str,
    port: int,
    server: subprocess.Popen[bytes],
    chosen: argparse.Namespace,
) -> None:
    rates = []
    for _round in range(chosen.rounds):
        spent = processor_seconds(server)
        with Load(port, page, readers=6) as full:
            time.sleep(chosen.seconds)
        spent = processor_seconds(server) - spent
        rates.append(full.rate)
        print(f"verification page, as fast as it goes: {full.told()}")
        print(f"  server's CPU {1000 * spent / len(full.times):.1f} ms a page")
    print(f"  median of {chosen.rounds} rounds: {statistics.median(rates):.0f}/s")


def issue_one() -> Certificate:
    """A first certificate, made by the workers, so that all that is lazy is loaded."""
    batch = begin_batch(name="First", total=1, by=None)
    (certificate,) = issue_many(
        batch=batch,
        template_version=TemplateVersionFactory(published_at=timezone.now()),
        requests=[
            IssueRequest(
                recipient=UserFactory(),
                name="Aino Rautio",
                languages=["fi"],
                facts=FACTS,
                issue_key="serving:first",
            )
        ],
        by=None,
    ).certificates
    for _try in range(240):
        certificate.refresh_from_db()
        if certificate.state != State.PENDING:
            return certificate
        time.sleep(0.25)
    raise SystemExit(f"No worker made the first certificate, see {FOLDER / 'log'}")


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)
