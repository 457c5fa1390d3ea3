"""The README keeps its word: the ten minutes, and every name of the public surface."""

import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import rubric

APP = Path(rubric.__file__).parent
README = (APP / "README.md").read_text()
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PLACE = re.compile(r"^(?:# |<!-- )(\S+\.(?:py|html))(?: -->)?\n")
#: Adds to what is there; every other block is a whole file.
SETTINGS = "mysite/settings.py"
PROBE = """
import re, sys, django
django.setup()
from django.contrib.auth import get_user_model
from django.test import Client
from rubric.models import RubricVersion
from texts.models import Text
writer = get_user_model().objects.create_user("writer")
text = Text.objects.create(author=writer, body="Our text")
criteria = RubricVersion.objects.current().get().criteria.all()
levels = {f"level-{c.key}": "3" for c in criteria}
client = Client(headers={"host": "localhost"})
client.force_login(writer)
def ok(response, code=200):
    assert response.status_code == code, (response.status_code, response.content[:500])
    return response.content.decode()
assert 'type="radio"' in ok(client.get(f"/texts/{text.pk}/rate/"))
assert 'class="error"' in ok(client.post(f"/texts/{text.pk}/rate/", {}))
ok(client.post(f"/texts/{text.pk}/rate/", levels), 302)
page = ok(client.get(f"/texts/{text.pk}/result/"))
assert "Passed" in page and "3.00" in page and "<svg" in page and "class=\\"lift" in page
stranger = Client(headers={"host": "localhost"})
for start in ("", "/fi", "/sv"):
    ok(stranger.get(f"{start}/itsearviointi/"))
    assert "<figure" in ok(stranger.post(f"{start}/itsearviointi/", levels))
assert Text.objects.get().result.outcome == "passed"
assert not [name for name in sys.modules if name.partition(".")[0] == "wagtail"]
"""


def blocks():
    return [(language, code) for language, code in BLOCK.findall(README)]


@pytest.fixture
def project(tmp_path):
    """Runs Python as a person would, with our packages and nothing of this project."""
    env = {
        k: v for k, v in os.environ.items() if not k.startswith(("DJANGO", "TEST_DB"))
    }
    env |= {"PYTHONPATH": str(APP.parent), "DJANGO_SETTINGS_MODULE": "mysite.settings"}

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, "-W", "error::DeprecationWarning:rubric", *arguments],
            cwd=tmp_path,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return tmp_path, run


def write(folder, code):
    name = PLACE.match(code)[1]
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    start = path.read_text() + "\n" if name == SETTINGS else ""
    path.write_text(start + code)


def test_a_plain_project_rates_in_ten_minutes(project):
    folder, run = project
    for language, code in blocks():
        if language == "sh":
            for line in code.splitlines():
                command = line.removeprefix("python ").split()
                if line.startswith("python ") and "runserver" not in command:
                    run(*command)
        elif PLACE.match(code):
            write(folder, code)
    run("-c", PROBE)


def surface():
    table = README.partition("## Public surface")[2]
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("| `") or len(cells) != 2:
            continue
        for module in re.findall(r"`([\w.]+)`", cells[0]):
            names = re.findall(r"`(\w+)(?:\(.*?)?`", cells[1])
            yield from ((module, name) for name in names)


@pytest.mark.parametrize(("module", "name"), list(surface()))
def test_every_name_of_the_public_surface_is_there(module, name):
    assert hasattr(importlib.import_module(f"rubric.{module}"), name)


def test_the_table_of_names_is_read():
    assert len(list(surface())) > 60


def test_every_tag_and_filter_is_told():
    from rubric.templatetags.valmentamo_rubric import register

    told = set(re.findall(r"`(\w+)`", README.partition("## Template tags")[2]))
    assert set(register.tags) | set(register.filters) <= told


def test_every_setting_is_told():
    from rubric import conf

    text = Path(conf.__file__).read_text()
    for name in re.findall(r"VALMENTAMO_RUBRIC_\w+", text):
        assert name in README
