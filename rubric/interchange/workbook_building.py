"""The cells of a workbook, put where they belong in the data of our own format."""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from rubric.content import Fault
from rubric.interchange import sheets
from rubric.interchange.cells import Cell, Rows
from rubric.interchange.document import SCHEMA

#: Path in our own format, cell of the workbook.
Cells = dict[str, str]


class Builder:
    """Puts the cells where they belong; `faults` says which could not be."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.cells: Cells = {}
        self.data: dict[str, Any] = {"schema": SCHEMA, "criteria": [], "levels": []}
        self.order: dict[str, int] = {}

    def fault(self, cell: Cell, message: str) -> None:
        self.faults.append(Fault(cell.place, message))

    def rules(self, rows: Rows) -> None:
        if not self._head(rows[0], sheets.RULE_HEAD):
            return
        found: dict[str, Cell] = {}
        for key, _about, value in (row[:3] for row in rows[1:] if len(row) >= 3):
            if not key.text:
                continue
            if key.text in found:
                self._twice(key)
            found[key.text] = value
        self._scale(found)
        for name, cell in found.items():
            self._rule(name, cell)

    def _scale(self, found: dict[str, Cell]) -> None:
        for value in range(1, len(found) + 1):
            if (cell := found.pop(f"levels.{value}.key", None)) is None:
                break
            self.data["levels"].append({"value": value, "key": cell.text})
            self.cells[f"levels[{value - 1}]"] = cell.place
            self.cells[f"levels[{value - 1}].key"] = cell.place

    def _rule(self, key: str, cell: Cell) -> None:
        rules = self.data.setdefault("rules", {})
        rules.setdefault("parts", {"pass_mean": None})
        distinction = rules.setdefault("distinction", {"mean": None})
        match key:
            case "id" | "version":
                self.data[key] = cell.text
                self.cells[key] = cell.place
            case "languages":
                self.data[key] = _listed(cell.text)
                self.cells[key] = cell.place
            case "minimum_level" | "parts.minimum_level" | "distinction.level":
                self._level(key, cell)
            case "parts.pass_mean":
                rules["parts"]["pass_mean"] = _number(cell.text)
            case "distinction.mean":
                distinction["mean"] = _number(cell.text)
            case "pass_mean" | "points_to_pass":
                rules[key] = _number(cell.text)
            case "pooling":
                rules[key] = cell.text or None
            case _:
                self.fault(cell, _("unknown key") + f" “{key[:60]}”")
        self.cells.setdefault(f"rules.{key}", cell.place)

    def _level(self, key: str, cell: Cell) -> None:
        rules, value = self.data["rules"], _whole(cell.text)
        if key == "distinction.level":
            if type(value) is int:
                rules["distinction"][f"at_least_{value}"] = []
            else:
                self.fault(cell, _("must be a whole number"))
        elif key == "minimum_level":
            rules[key] = value
        else:
            rules["parts"]["minimum_level"] = value

    def criteria(self, rows: Rows) -> None:
        head = [cell.text.strip() for cell in rows[0]]
        if not self._head(rows[0], sheets.CRITERION_HEAD):
            return
        gates, distinguished = [], []
        for row in rows[1:]:
            values = {name: cell for name, cell in zip(head, row, strict=False) if name}
            if not any(cell.text for cell in values.values()):
                continue
            self._criterion(values)
            key = values["key"].text
            gates += [key] if self._flag(values["gate"]) else []
            distinguished += [key] if self._flag(values["distinction"]) else []
        rules = self.data.setdefault("rules", {})
        rules["gate_criteria"] = gates
        for name in rules.get("distinction", {}):
            if name.startswith("at_least_"):
                rules["distinction"][name] = distinguished

    def _criterion(self, values: dict[str, Cell]) -> None:
        key, i = values["key"], len(self.data["criteria"])
        if key.text in self.order:
            self._twice(key)
        self.order[key.text] = i
        path = f"criteria[{i}]"
        row: dict[str, Any] = {"id": key.text, "levels": {}, "points": {}}
        for column, name, read in (
            ("order", "order", _whole),
            ("weight", "weight", _whole),
            ("rated_by", "rated_by", lambda text: text or None),
            ("looks_at", "feeds_from", _listed),
            ("uuid", "uuid", lambda text: text or None),
        ):
            row[name] = read(values[column].text)
            self.cells[f"{path}.{name}"] = values[column].place
        if row["order"] == "":
            row["order"] = i + 1
        for name, cell in values.items():
            if name.startswith(sheets.POINTS) and cell.text:
                row["points"][name.removeprefix(sheets.POINTS)] = _number(cell.text)
                self.cells[f"{path}.{name}"] = cell.place
        self.cells[path] = self.cells[f"{path}.id"] = key.place
        self.data["criteria"].append(row)

    def texts(self, rows: Rows) -> None:
        if not self._head(rows[0], sheets.TEXT_HEAD):
            return
        languages = [cell.text.strip() for cell in rows[0][2:]]
        for i, cell in enumerate(rows[0][2:]):
            if cell.text and languages[i] in languages[:i]:
                self._twice(cell)
        seen: set[str] = set()
        for row in rows[1:]:
            key, cells = row[0], row[2:]
            filled = [
                (language, cell)
                for language, cell in zip(languages, cells, strict=False)
                if cell.text.strip()
            ]
            if not key.text and filled:
                self.fault(key, _("the key of the text is missing"))
            elif key.text in seen:
                self._twice(key)
            elif key.text:
                seen.add(key.text)
                self._text(key, filled)

    def _text(self, key: Cell, filled: Sequence[tuple[str, Cell]]) -> None:
        found = self._place(key)
        if found is None:
            self.fault(key, _("unknown key") + f" “{key.text[:60]}”")
            return
        path, texts = found
        self.cells.setdefault(path, key.place)
        for language, cell in filled:
            if not language:
                self.fault(cell, _("the column has no language in its first row"))
            else:
                texts[language] = cell.text
                self.cells[f"{path}.{language}"] = cell.place

    def _place(self, key: Cell) -> tuple[str, dict[Any, Any]] | None:
        """Where a key of the sheet stands in the data, and its mapping there."""
        if key.text in sheets.VERSION_ROWS:
            *parents, last = key.text.split(".")
            row = self.data
            for parent in parents:
                row = row.setdefault(parent, {})
            return key.text, row.setdefault(last, {})
        if match := re.fullmatch(r"levels\.(\d{1,2})", key.text):
            i = int(match[1]) - 1
            levels = self.data["levels"]
            return (f"levels[{i}]", levels[i]) if 0 <= i < len(levels) else None
        match = re.fullmatch(
            r"criteria\.([^.]+)\.(name|question|levels\.\d{1,2})", key.text
        )
        if not match or match[1] not in self.order:
            return None
        i = self.order[match[1]]
        row, (part, _dot, level) = self.data["criteria"][i], match[2].partition(".")
        path = f"criteria[{i}].{match[2]}"
        row = row.setdefault(part, {})
        return path, row.setdefault(level, {}) if level else row

    def _head(self, row: Sequence[Cell], names: Sequence[str]) -> bool:
        head = [cell.text.strip() for cell in row]
        missing = [name for name in names if name not in head]
        if missing or head[0] != names[0]:
            message = _("the first row must have the columns %(names)s")
            self.fault(row[0], message % {"names": ", ".join(names)})
            return False
        return True

    def _flag(self, cell: Cell) -> bool:
        word = cell.text.strip().lower()
        if word not in (*sheets.WORDS_FOR_YES, *sheets.WORDS_FOR_NO):
            self.fault(cell, _("must be yes or empty"))
        return word in sheets.WORDS_FOR_YES

    def _twice(self, cell: Cell) -> None:
        self.fault(
            cell, _("the key “%(key)s” is given twice") % {"key": cell.text[:60]}
        )


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _whole(text: str) -> int | str:
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else text


def _number(text: str) -> str | None:
    return text.strip().replace(",", ".") or None
