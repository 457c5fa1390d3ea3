"""Texts of each app: collect them, compile them, and check that nothing is untranslated.

    python bin/messages.py            write the .po files anew and compile the .mo files
    python bin/messages.py --check    change nothing; name every fault and fail
    python bin/messages.py --fill F   take translations from a file of JSON lines

The compiled .mo files are committed, so that set-up needs no gettext.
"""

import argparse
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import makemessages

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("valmentamo", "rubric", "certificates", "courses", "site")
LANGUAGES = ("fi", "sv")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
METADATA = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
Key = tuple[str, str, str]


class Extract(makemessages.Command):
    """Django's own extraction; a guess from a similar text would only mislead."""

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]


def key(entry: polib.POEntry) -> Key:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def catalogue(folder: str, language: str) -> Path:
    return ROOT / folder / "locale" / language / "LC_MESSAGES" / "django.po"


def extract(folder: str) -> dict[Key, polib.POEntry]:
    """Every text in the sources of one folder, found in a copy of it."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / folder
        shutil.copytree(
            ROOT / folder, copy, ignore=shutil.ignore_patterns("locale", "static")
        )
        (copy / "locale").mkdir()
        with chdir(copy):
            call_command(
                Extract(),
                locale=["fi"],
                no_location=True,
                no_obsolete=True,
                verbosity=0,
            )
        found = copy / "locale" / "fi" / "LC_MESSAGES" / "django.po"
        if not found.exists():
            return {}
        return {key(entry): entry for entry in polib.pofile(str(found))}


def read(path: Path) -> dict[Key, polib.POEntry]:
    if not path.exists():
        return {}
    return {
        key(entry): entry for entry in polib.pofile(str(path)) if not entry.obsolete
    }


def merged(
    texts: dict[Key, polib.POEntry], known: dict[Key, polib.POEntry], language: str
) -> polib.POFile:
    """The texts of the sources, in a fixed order, with the translations known so far."""
    po = polib.POFile(wrapwidth=88)
    po.metadata = {"Project-Id-Version": "Valmentamo", "Language": language, **METADATA}
    for name in sorted(texts):
        source, old = texts[name], known.get(name)
        po.append(
            polib.POEntry(
                msgctxt=source.msgctxt,
                msgid=source.msgid,
                msgid_plural=source.msgid_plural,
                comment=source.comment,
                flags=[flag for flag in source.flags if flag != "fuzzy"],
                msgstr=old.msgstr if old else "",
                msgstr_plural=(old and old.msgstr_plural)
                or ({0: "", 1: ""} if source.msgid_plural else {}),
            )
        )
    return po


def write(extra: dict[str, dict[Key, polib.POEntry]]) -> None:
    unused = set(extra[LANGUAGES[0]])
    for folder in FOLDERS:
        texts = extract(folder)
        unused -= texts.keys()
        if not texts:
            continue
        for language in LANGUAGES:
            path = catalogue(folder, language)
            known = {**read(path), **extra.get(language, {})}
            po = merged(texts, known, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            po.save(str(path))
            path.with_suffix(".mo").write_bytes(polib.pofile(str(path)).to_binary())
    for name in sorted(unused):
        sys.stdout.write(f"no source has {name[1]!r}\n")


def faults_in(entry: polib.POEntry) -> Iterator[str]:
    translations = list(entry.msgstr_plural.values()) or [entry.msgstr]
    if "fuzzy" in entry.flags:
        yield "is marked fuzzy"
    if not all(text.strip() for text in translations):
        yield "is not translated"
        return
    wanted = set(PLACEHOLDER.findall(entry.msgid + (entry.msgid_plural or "")))
    for text in translations:
        if unknown := set(PLACEHOLDER.findall(text)) - wanted:
            yield f"has unknown placeholders {', '.join(sorted(unknown))}"
    last = set(PLACEHOLDER.findall(translations[-1]))
    if lost := set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid)) - last:
        yield f"has lost {', '.join(sorted(lost))}"


def faults() -> Iterator[str]:
    for folder in FOLDERS:
        texts = extract(folder)
        for language in LANGUAGES:
            path = catalogue(folder, language)
            known = read(path)
            where = f"{folder}/{language}"
            for name in sorted(texts.keys() - known.keys()):
                yield f"{where}: {name[1]!r} is missing"
            for name in sorted(known.keys() - texts.keys()):
                yield f"{where}: {name[1]!r} is not used any more"
            for name in sorted(texts.keys() & known.keys()):
                for fault in faults_in(known[name]):
                    yield f"{where}: {name[1]!r} {fault}"
            compiled = path.with_suffix(".mo")
            if path.exists() and (
                not compiled.exists()
                or compiled.read_bytes() != polib.pofile(str(path)).to_binary()
            ):
                yield f"{where}: the .mo file is not made from the .po file"


def rows_in(paths: list[Path]) -> Iterator[dict[str, str]]:
    for path in paths:
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line or "{}")
                if row:
                    yield {"msgctxt": "", "msgid_plural": "", **row}
            except json.JSONDecodeError as error:
                sys.stdout.write(f"{path}:{number}: not a line of JSON: {error}\n")


def filled(paths: list[Path]) -> dict[str, dict[Key, polib.POEntry]]:
    """Translations from lines like {"msgid": …, "fi": …, "sv": …}."""
    extra: dict[str, dict[Key, polib.POEntry]] = {
        language: {} for language in LANGUAGES
    }
    for row in rows_in(paths):
        name = (row["msgctxt"], row["msgid"], row["msgid_plural"])
        for language in LANGUAGES:
            one, many = row.get(language, ""), row.get(f"{language}_plural", "")
            extra[language][name] = polib.POEntry(
                msgid=row["msgid"],
                msgstr="" if many else one,
                msgstr_plural={0: one, 1: many} if many else {},
            )
    return extra


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--fill", nargs="+", type=Path, default=[])
    options = parser.parse_args()
    settings.configure(USE_I18N=True, LOCALE_PATHS=[])
    if not options.check:
        write(filled(options.fill))
    found = list(faults())
    for fault in found:
        sys.stdout.write(fault + "\n")
    sys.stdout.write(f"{len(found)} faults in the translations\n")
    return bool(found) if options.check else 0


if __name__ == "__main__":
    sys.exit(main())
