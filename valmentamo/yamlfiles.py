"""Reads YAML from outside: plain values only, no surprises in size or keys."""

from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

SIZE_LIMIT = 2 * 1024 * 1024
#: No number of ours is longer; YAML also has sixties ("1:30:59…") and hexadecimals, which
#: grow beyond what can be counted or written.
NUMBER_LIMIT = 40
NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")


class UnreadableFile(Exception):
    """The file can't be read; the message says why and where."""


class _StrictLoader(yaml.SafeLoader):
    """Refuses a key given twice, which YAML would let the last one win, and aliases,
    with which a small file can grow without end."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark
            raise yaml.MarkedYAMLError(
                None, None, _("aliases are not allowed here"), mark
            )
        node: Any = super().compose_node(parent, index)
        if node.tag in NUMBERS and len(node.value) > NUMBER_LIMIT:
            raise yaml.MarkedYAMLError(
                None,
                None,
                _("a number is too long: %(start)s…") % {"start": node.value[:20]},
                node.start_mark,
            )
        return node

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        seen: set[Any] = set()
        for key_node, _value in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, (list, dict)) or key in seen:
                raise yaml.MarkedYAMLError(
                    None,
                    None,
                    _("the key “%(key)s” is given twice") % {"key": key},
                    key_node.start_mark,
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


def load_yaml(source: Path | bytes) -> Any:
    """Read a file or its bytes; `UnreadableFile` tells the line that is at fault."""
    try:
        content = source if isinstance(source, bytes) else _read(source)
    except OSError as error:
        raise UnreadableFile(
            _("The file can't be opened: %(error)s") % {"error": error}
        ) from error
    if len(content) > SIZE_LIMIT:
        raise UnreadableFile(
            _("The file is larger than %(size)d MB.") % {"size": SIZE_LIMIT >> 20}
        )
    try:
        return yaml.load(content.decode("utf-8"), Loader=_StrictLoader)  # noqa: S506
    except UnicodeDecodeError as error:
        raise UnreadableFile(_("The file is not UTF-8 text.")) from error
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
        raise UnreadableFile(_where(error)) from error


def _read(path: Path) -> bytes:
    with path.open("rb") as handle:
        return handle.read(SIZE_LIMIT + 1)


def _where(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    if mark is None:
        return _("The file is not valid YAML: %(problem)s") % {"problem": problem}
    return _("Line %(line)d, column %(column)d: %(problem)s") % {
        "line": mark.line + 1,
        "column": mark.column + 1,
        "problem": problem,
    }
