"""The editor of a rubric: queries, fields and time to open and to save.

    .venv/bin/python -m benchmarks.editor

12 criteria on 5 levels and 20 on 6, in three languages. The baseline in the same run is
Wagtail's own way: version > criteria > levels as nested InlinePanels, opened and saved
through a generic view. Both run on a throw-away database; CPU time of this process.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

sys.path[:0] = [".", "site"]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
os.environ.setdefault("TEST_DB_NAME", f"{tempfile.mkdtemp()}/editor.sqlite3")

import django  # noqa: E402

django.setup()

from bs4 import BeautifulSoup  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, QueryDict  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.test.runner import DiscoverRunner  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.admin.forms import WagtailAdminModelForm  # noqa: E402
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList  # noqa: E402

from rubric.content import (  # noqa: E402
    VERSION_TEXTS,
    CriterionContent,
    RubricContent,
    RuleContent,
    ScaleContent,
)
from rubric.models import Rubric, RubricVersion  # noqa: E402
from rubric.services.drafting import write_draft  # noqa: E402

LANGUAGES = ("fi", "sv", "en")
ROUNDS = 5


def texts(words: str, length: int = 12) -> dict[str, str]:
    return {code: f"{words} {code}" + " sanoja" * length for code in LANGUAGES}


def make(criteria: int, levels: int) -> RubricVersion:
    values = range(1, levels + 1)
    content = RubricContent(
        label="1.0",
        languages=LANGUAGES,
        texts={name: texts(name) for name in VERSION_TEXTS},
        rules=RuleContent(
            minimum_level=2,
            pass_mean=Decimal("2.5"),
            parts_minimum_level=2,
            parts_pass_mean=None,
            distinction_mean=None,
            distinction_level=3,
        ),
        scale=tuple(
            ScaleContent(value=v, key=f"l{v}", label=texts("l", 0)) for v in values
        ),
        criteria=tuple(
            CriterionContent(
                key=f"k{n}",
                sort_order=n,
                weight=5,
                is_gate=False,
                needed_for_distinction=False,
                looks_at=(),
                name=texts("name", 2),
                question=texts("question"),
                levels={v: texts(f"level {v}") for v in values},
            )
            for n in range(1, criteria + 1)
        ),
    )
    rubric = Rubric.objects.create(slug=f"r{time.monotonic_ns()}")
    return write_draft(rubric=rubric, content=content, at=timezone.now())


Form = dict[str, list[str]]
Way = tuple[Callable[[], str], Callable[[Form], None]]


def ours(version: RubricVersion, client: Client) -> Way:
    address = reverse("valmentamo_rubric_edit", args=[version.uuid])

    def save(form: Form) -> None:
        answer = client.post(address, {**form, "do": "save"})
        assert answer.status_code == 302, answer.status_code

    return lambda: client.get(address).content.decode(), save


def stock(version: RubricVersion, request: HttpRequest) -> Way:
    """Nested InlinePanels of Wagtail over the same tables."""
    inner = InlinePanel(
        "levels", panels=[FieldPanel("value"), FieldPanel("descriptor")]
    )
    criterion = ("key", "weight", "is_gate", "rated_by", "name", "question")
    texts = [FieldPanel(name) for name in (*VERSION_TEXTS, "label")]
    step = [FieldPanel(name) for name in ("value", "key", "label")]
    panel = ObjectList(
        [
            *texts,
            InlinePanel("scale", panels=step),
            InlinePanel("criteria", panels=[*map(FieldPanel, criterion), inner]),
        ],
        base_form_class=WagtailAdminModelForm,
    ).bind_to_model(RubricVersion)
    form_class = panel.get_form_class()

    def fresh() -> RubricVersion:
        return RubricVersion.objects.get(pk=version.pk)

    def show() -> str:
        row = fresh()
        form = form_class(instance=row, for_user=request.user)
        bound = panel.get_bound_panel(instance=row, request=request, form=form)
        return f"<form>{bound.render_form_content()}</form>"

    def save(posted: Form) -> None:
        data = QueryDict(mutable=True)
        for name, values in posted.items():
            data.setlist(name, values)
        form = form_class(data, instance=fresh(), for_user=request.user)
        assert form.is_valid(), form.errors
        form.save()

    return show, save


def fields_of(page: str) -> Form:
    """What a browser would send back."""
    forms = BeautifulSoup(page, "html.parser").find_all("form")
    form = max(forms, key=lambda f: len(f.find_all(["input", "textarea"])))
    for blank in form.find_all(["template", "script"]):
        blank.decompose()
    sent: Form = {}
    for field in form.find_all(["input", "textarea", "select"]):
        if not field.get("name") or field.has_attr("disabled"):
            continue
        if field.get("type") == "checkbox" and not field.has_attr("checked"):
            continue
        value = field.get("value", "on" if field.get("type") == "checkbox" else "")
        if field.name == "textarea":
            value = (field.string or "").removeprefix("\n")
        if field.name == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            value = chosen["value"]
        sent.setdefault(field["name"], []).append(value)
    return sent


def changed(form: Form) -> Form:
    mark = str(time.monotonic_ns())
    return {
        name: [value + mark for value in values]
        if any(word in name for word in ("level", "name-", "descriptor", "-name_"))
        and values[0].startswith(("level", "name"))
        else values
        for name, values in form.items()
    }


def measured(act: Callable[[], Any]) -> tuple[Any, int, float]:
    start = time.process_time()
    with CaptureQueriesContext(connection) as queries:
        found = act()
    return found, len(queries), (time.process_time() - start) * 1000


def report(name: str, way: Way) -> None:
    show, save = way
    opened, kept, saved = [], [], []
    for _round in range(ROUNDS):
        page, *figures = measured(show)
        opened.append(figures)
        form = fields_of(page)
        kept.append(measured(lambda form=form: save(form))[1:])
        saved.append(measured(lambda form=form: save(changed(form)))[1:])
    parts = [f"{name:<22}{sum(map(len, form.values())):>7}{len(page) // 1024:>6} kB"]
    for rounds in (opened, kept, saved):
        queries, spent = rounds[-1][0], statistics.median(r[1] for r in rounds)
        parts.append(f"{queries:>6} q {spent:>6.0f} ms")
    sys.stdout.write("".join(parts) + "\n")


def main() -> None:
    user = get_user_model().objects.create_superuser("b@example.org", "a long password")
    settings.CMS_REQUIRES_MFA = False
    client = Client()
    client.force_login(user)
    request = RequestFactory().get("/")
    request.user = user
    sys.stdout.write(f"{'':<22}{'fields':>7}{'page':>9}")
    sys.stdout.write(f"{'open':>17}{'save unchanged':>17}{'all new':>17}\n")
    for criteria, levels in ((12, 5), (20, 6)):
        size = f"{criteria} x {levels}"
        report(f"{size} ours", ours(make(criteria, levels), client))
        report(f"{size} InlinePanels", stock(make(criteria, levels), request))


if __name__ == "__main__":
    runner = DiscoverRunner(verbosity=0, interactive=False)
    runner.setup_test_environment()
    old = runner.setup_databases()
    try:
        main()
    finally:
        runner.teardown_databases(old)
