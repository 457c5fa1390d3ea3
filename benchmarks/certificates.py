"""Making certificates: naive WeasyPrint, our own layout, and stamping a compiled page.

    .venv/bin/python -m benchmarks.certificates [--short]

The baseline is what people write: `weasyprint.HTML(string=…).write_pdf()` with the default
fetcher and fonts gathered anew, on the very HTML, styles and pictures of ours. "naive" has
the fonts as a site has them, by its own @font-face rules; for "fonts installed" they stand
ready as plain files, as for ours. Both get their HTML for nothing and have neither
credential, field for a seal, nor PDF/UA; ours begin at the rows. Rounds are interleaved;
CPU time is that of the whole process tree.
"""

import contextlib
import copy
import itertools
import json
import os
import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

FOLDER = tempfile.TemporaryDirectory(prefix="certificates-")
FONTS = Path("valmentamo/pdf/fonts/fonts.conf").resolve()
THEME = Path("site/static/theme/css/valmentamo.css").resolve()
sys.path[:0] = [".", "site"]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
os.environ.setdefault("TEST_DB_NAME", f"{FOLDER.name}/db.sqlite3")
# The baseline draws in this process, and with the same fonts.
os.environ["FONTCONFIG_FILE"] = str(FONTS)

import django  # noqa: E402

django.setup()

import weasyprint  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402
from django.test import override_settings  # noqa: E402

from certificates import filing, keys, rendering  # noqa: E402
from certificates.credentials.signing import make_credential  # noqa: E402
from certificates.facts import FactSet, LevelReached  # noqa: E402
from certificates.models import Certificate, CertificateTemplateVersion  # noqa: E402
from certificates.numbering import new_code  # noqa: E402
from certificates.sealing.inspection import inspect  # noqa: E402
from certificates.sealing.signing import seal  # noqa: E402
from certificates.services.bulk import (  # noqa: E402
    IssueRequest,
    begin_batch,
    issue_many,
)
from certificates.services.keeping_keys import publish_key  # noqa: E402
from certificates.services.producing import produce  # noqa: E402
from certificates.stamping import door  # noqa: E402
from certificates.stamping.faces import NotStampable  # noqa: E402
from certificates.stamping.stamping import stamp  # noqa: E402
from tests import databases  # noqa: E402
from tests.certificates.factories import (  # noqa: E402
    FACTS,
    ISSUED,
    TemplateVersionFactory,
)

SHORT = "--short" in sys.argv
ROUNDS, DRAWN, STAMPED = (3, 2, 100) if SHORT else (7, 5, 500)
PLAIN_RENDERS, STAMPS, WHOLE = (20, 2_000, 20) if SHORT else (200, 20_000, 150)
LANGUAGE = "fi"
AIM = 45
PAGE = os.sysconf("SC_PAGE_SIZE")
FIRST = ("Aino", "Áilu", "Åsa", "Žofie", "Eeva-Liisa", "Nilla", "Øystein", "Zdeněk")
LAST = ("Rautio", "Öhman", "Šimková", "Länsman", "Đorđević", "Łuczak", "Aikio", "Næss")
NAMES = [f"{a} {b}" for a, b in itertools.product(FIRST, LAST)]
CRITERIA = (
    *("Tarve", "Kohderyhmä", "Ratkaisu", "Muutoslogiikka", "Osallisuus"),
    *("Arviointi", "Etiikka", "Kustannukset", "Siirrettävyys", "Kuvaus"),
)
LABELS = ("Alussa", "Riittävä", "Vahva", "Erinomainen")
SCALE = tuple(
    (f"00000000-0000-4000-8000-00000000000{n}", n, label)
    for n, label in enumerate(LABELS, start=1)
)


def facts(number: int, *, levels: bool) -> FactSet:
    """Everything on the page but an innovation, which always goes to WeasyPrint."""
    return replace(
        FACTS[LANGUAGE],
        innovation="",
        learner_organisation=f"Työpajayhdistys {number} ry",
        levels=tuple(
            LevelReached(
                criterion=f"00000000-0000-4000-8000-0000000001{n:02}",
                name=name,
                level=SCALE[1 + n % 3][0],
                value=2 + n % 3,
                label=LABELS[1 + n % 3],
                levels=SCALE,
            )
            for n, name in enumerate(CRITERIA)
            if levels
        ),
    )


def bulk(
    version: CertificateTemplateVersion, count: int, *, levels: bool
) -> list[Certificate]:
    """The rows of a bulk issue; the work that it would start is left to us."""
    batch = begin_batch(name=f"levels {levels}", total=count, by=None)
    requests = [
        IssueRequest(
            recipient=None,
            name=NAMES[n % len(NAMES)],
            languages=[LANGUAGE],
            facts={LANGUAGE: facts(n, levels=levels)},
            issue_key=f"benchmark:{levels}:{n}",
        )
        for n in range(count)
    ]
    found = issue_many(
        batch=batch, template_version=version, requests=requests, by=None, at=ISSUED
    )
    assert not found.refused
    return found.certificates


def people(rows: Iterable[Certificate]) -> Iterator[Certificate]:
    """Rows of which none is like an earlier one."""
    for number, row in enumerate(itertools.cycle(rows)):
        other = copy.copy(row)
        other.printed_name = NAMES[number * 7 % len(NAMES)]
        other.code = new_code()
        yield other


def children() -> list[int]:
    found: list[int] = []
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(FileNotFoundError):  # a thread that has just ended
            found += map(int, (task / "children").read_text().split())
    return found


def cpu() -> float:
    """Seconds of this process, its children that have ended and those that live."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = time.process_time() + ended.ru_utime + ended.ru_stime
    for pid in children():
        with suppress(OSError):
            # The kernel's number for the processor clock of another process.
            spent += time.clock_gettime(~pid << 3 | 2)
    return spent


def resident(pid: int | str = "self") -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * PAGE / 2**20


def timed(act: Callable[[], Any], times: int = 1) -> tuple[float, float]:
    """Milliseconds of CPU and of wall for each call."""
    wall, begun = time.perf_counter(), cpu()
    for _ in range(times):
        act()
    spent = cpu() - begun
    return spent * 1000 / times, (time.perf_counter() - wall) * 1000 / times


def spread(figures: Iterable[float]) -> str:
    found = list(figures)
    middle = statistics.median(found)
    return f"{middle:8.2f} [{min(found):.2f} to {max(found):.2f}]"


class Naive:
    """The page in a folder, as people have it, drawn with no preparation."""

    def __init__(self, row: Certificate, *, web_fonts: bool) -> None:
        self.folder = tempfile.mkdtemp(dir=FOLDER.name)
        for name, data in rendering.assets(row, LANGUAGE).items():
            Path(self.folder, name).write_bytes(data)
        css = render_to_string(f"{rendering.FOLDER}/certificate.css")
        rules = re.findall(r"@font-face \{.*?\}", THEME.read_text(), re.DOTALL)
        faces = "".join(rules).replace(
            "../fonts/", f"{THEME.parent.parent.as_uri()}/fonts/"
        )
        self.css = (faces if web_fonts else "") + css.replace("asset:", "")

    def html(self, row: Certificate) -> str:
        html = rendering.certificate_html(row, LANGUAGE).replace("asset:", "")
        return html.replace("</head>", f"<style>{self.css}</style></head>")

    def draw(self, html: str) -> bytes:
        page = weasyprint.HTML(string=html, base_url=f"{self.folder}/")
        return page.write_pdf(pdf_variant="pdf/a-3a")


def credential_of(row: Certificate) -> bytes:
    document = make_credential(row, LANGUAGE).document
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def stamped(row: Certificate, credential: bytes) -> bytes:
    program = door.program_for(row, LANGUAGE)
    if program is None:
        raise NotStampable("no page")
    return stamp(program, row, LANGUAGE, credential)


def drawn(row: Certificate, credential: bytes) -> bytes:
    return rendering.draw_certificate(row, LANGUAGE, credential=credential)


def memory(rows: list[Certificate], credential: bytes) -> None:
    some = people(rows)
    for name, work, times, process in (
        ("stamps", stamped, STAMPS, lambda: "self"),
        ("plain renders", drawn, PLAIN_RENDERS, lambda: children()[0]),
    ):
        for _ in range(max(10, times // 20)):
            work(next(some), credential)
        before = resident(process())
        for _ in range(times):
            work(next(some), credential)
        after = resident(process())
        print(
            f"memory over {times:,} {name}: {before:.1f} -> {after:.1f} MiB "
            f"({(after - before) * 1024 / times:+.2f} kB each)"
        )


def compare(rows: list[Certificate], credential: bytes) -> None:
    """Interleaved rounds of the three ways."""
    naive, some = Naive(rows[0], web_fonts=True), people(rows)
    installed = Naive(rows[0], web_fonts=False)
    pages = (naive.html(row) for row in people(rows))
    runs: dict[str, list[tuple[float, float]]] = {}
    for _round in range(ROUNDS):
        ready = iter(list(itertools.islice(pages, 2 * DRAWN)))
        for name, act, times in (
            ("naive", lambda ready=ready: naive.draw(next(ready)), DRAWN),
            ("fonts installed", lambda ready=ready: installed.draw(next(ready)), DRAWN),
            ("plain", lambda: drawn(next(some), credential), DRAWN),
            ("stamped", lambda: stamped(next(some), credential), STAMPED),
        ):
            runs.setdefault(name, []).append(timed(act, times))
    print(f"\n{ROUNDS} rounds, ms a page: CPU, wall; times naive per round")
    for name, found in runs.items():
        ratios = [n[0] / o[0] for n, o in zip(runs["naive"], found, strict=True)]
        middle = statistics.median(c for c, _wall in found)
        print(
            f"  {name:<16} CPU {spread(c for c, _ in found)}  wall "
            f"{spread(w for _, w in found)}  x {spread(ratios)}  "
            f"{1000 / middle:,.1f} a second a core"
        )
    row = rows[0]
    sizes = {
        "naive": naive.draw(naive.html(row)),
        "fonts installed": installed.draw(installed.html(row)),
        "plain": drawn(row, credential),
        "stamped": stamped(row, credential),
    }
    sizes["stamped and sealed"] = seal(sizes["stamped"]).data
    sizes["credential"] = credential
    print("  bytes: " + ", ".join(f"{n} {len(d):,}" for n, d in sizes.items()))


def whole(rows: list[Certificate], title: str) -> None:
    """The parts of `make_file` and of storing on half of the rows, then the whole job."""
    key = keys.seal_key()
    publish_key(key=key)
    parts: dict[str, list[float]] = {}

    def part(name: str, act: Callable[[], Any]) -> Any:
        begun = cpu()
        found = act()
        parts.setdefault(name, []).append((cpu() - begun) * 1000)
        return found

    half, laid_out = len(rows) // 2, 0
    for row in rows[:half]:
        try:
            stamped(row, b"{}")
        except NotStampable:
            laid_out += 1
        text = part("credential", lambda row=row: credential_of(row))
        page = part(
            "stamp",
            lambda row=row, text=text: door.draw(row, LANGUAGE, credential=text),
        )
        data = part("seal", lambda page=page: seal(page, key=key)).data
        report = part(
            "check", lambda data=data: inspect(data, {key.kid: key.public_pem})
        )
        assert report.is_good
        part("store", lambda row=row, data=data: keep(row, data))
    print(f"\nA whole certificate in bulk, {title}, {half} of them, ms of CPU")
    for name, found in parts.items():
        print(f"  {name:<12}{spread(found)}")
    sums = [sum(figures) for figures in zip(*parts.values(), strict=True)]
    print(f"  {'in sum':<12}{spread(sums)}  (aim {AIM}); {laid_out} were laid out")
    jobs = [
        timed(lambda row=row: produce(certificate_id=row.pk)) for row in rows[half:]
    ]
    middle = statistics.median(c for c, _ in jobs)
    print(
        f"  {'whole job':<12}{spread(c for c, _ in jobs)}  wall "
        f"{spread(w for _, w in jobs)}  {1000 / middle:.1f} a second a core"
    )


def keep(row: Certificate, data: bytes) -> None:
    filing.store(filing.key_for(row, LANGUAGE, filing.sha256(data)), data)


def main() -> None:
    version = TemplateVersionFactory()
    rows = bulk(version, WHOLE * 2, levels=False)
    credential = credential_of(rows[0])
    # Imports, the rendering process and its fonts are warm in any worker.
    drawn(rows[0], credential)
    spent, wall = timed(lambda: door.program_for(rows[0], LANGUAGE))
    first, _wall = timed(lambda: stamped(rows[0], credential))
    print(
        f"compiling and proving a page, once: CPU {spent:.0f} ms, wall {wall:.0f} ms; "
        f"its first stamp {first:.0f} ms"
    )
    memory(rows, credential)
    compare(rows, credential)
    whole(rows, "without levels")
    levelled = bulk(version, WHOLE * 2, levels=True)
    door.program_for(levelled[0], LANGUAGE)
    whole(levelled, "with levels")


if __name__ == "__main__":
    tasks = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    copies = databases.copies()
    copies.prepare(afresh=False)
    copies.create()
    try:
        with override_settings(TASKS=tasks):
            main()
    finally:
        copies.drop()
