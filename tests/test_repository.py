"""What must be true of the repository itself: what it names, what it ships, its layers."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("valmentamo", "rubric", "certificates", "courses")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
# Written in pieces, or this file would name what no file may name.
HOSTS = [
    "pypi." + "org",
    "python" + "hosted.org",
    "registry.npmjs" + ".org",
    "npm" + "mirror",
]


def tracked(*paths: str) -> list[str]:
    listing = subprocess.run(
        ["git", "ls-files", "-z", *paths], cwd=ROOT, capture_output=True, check=False
    )
    if listing.returncode:
        pytest.skip("not a git work tree")
    names = listing.stdout.decode().split("\0")
    return [name for name in names if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    found = {}
    for name in tracked():
        data = (ROOT / name).read_bytes()
        if b"\0" not in data[:4096]:
            found[name] = data.decode("utf-8", errors="replace")
    return found


@pytest.mark.parametrize("host", HOSTS)
def test_no_file_names_a_package_registry(texts, host):
    assert [name for name, text in texts.items() if host in text] == []


def test_no_file_names_a_path_of_one_machine(texts):
    private = re.compile(r"(?<![\w./~-])/(?:root|work|Users|home/\w+)/[\w.-]")
    assert [name for name, text in texts.items() if private.search(text)] == []


def test_no_lock_file_that_names_hosts_and_no_python_version_file():
    forbidden = re.compile(
        r"(^|/)(uv\.lock|poetry\.lock|pdm\.lock|pylock.*\.toml|\.python-version)$"
    )
    assert [name for name in tracked() if forbidden.search(name)] == []


@pytest.mark.parametrize("kind", ["site", "dev"])
def test_every_requirement_is_pinned_with_hashes(kind):
    text = (ROOT / f"requirements/{kind}.txt").read_text()
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text)
    assert [b.splitlines()[0] for b in blocks if "--hash=sha256:" not in b] == []


def test_development_holds_the_same_versions_as_the_site():
    site, dev = (
        dict(PIN.findall((ROOT / f"requirements/{kind}.txt").read_text()))
        for kind in ("site", "dev")
    )
    assert {name: dev.get(name) for name in site} == site


@pytest.mark.parametrize(
    ("package", "floor"),
    [("django", (6, 1, 3)), ("wagtail", (8, 0, 1)), ("weasyprint", (70,))],
)
def test_floors_hold_in_the_metadata_and_in_the_pins(package, floor):
    project = PROJECT["project"]
    extras = project["optional-dependencies"].values()
    declared = [*project["dependencies"], *(line for extra in extras for line in extra)]
    floors = [re.fullmatch(rf"{package}>=([\d.]+).*", line) for line in declared]
    numbers = [match.group(1) for match in floors if match]
    pinned = dict(PIN.findall((ROOT / "requirements/site.txt").read_text()))[package]
    assert numbers
    assert all(
        tuple(map(int, number.split("."))) >= floor for number in [*numbers, pinned]
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> list[str]:
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "--outdir",
            out,
            ".",
        ],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (path,) = out.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def test_the_wheel_holds_the_ground_floor_and_the_three_apps_alone(wheel):
    tops = {name.split("/")[0] for name in wheel}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_the_wheel_holds_every_migration_template_text_and_data_file(wheel):
    assert sorted(set(tracked(*PACKAGES)) - set(wheel)) == []


def test_the_layers_hold():
    result = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout


def test_no_source_file_is_longer_than_four_hundred_lines(texts):
    ours = (*PACKAGES, "site", "tests", "benchmarks")
    long = {
        name: text.count("\n")
        for name, text in texts.items()
        if name.startswith(ours) and name.endswith(".py") and "/migrations/" not in name
    }
    assert {name: lines for name, lines in long.items() if lines > 400} == {}


def test_no_module_is_a_drawer_for_everything():
    drawers = re.compile(r"(^|/)(utils?|helpers?|common|core|misc)(\.py|/)")
    assert [name for name in tracked(*PACKAGES, "site") if drawers.search(name)] == []


def test_every_module_says_what_it_knows():
    silent = [
        name
        for name in tracked(*PACKAGES, "site")
        if name.endswith(".py")
        and "/migrations/" not in name
        and (text := (ROOT / name).read_text().lstrip())
        and not text.startswith('"""')
    ]
    assert silent == []
