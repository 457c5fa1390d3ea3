"""Our own format as YAML that people can read and edit."""

from typing import Any

import yaml


class _Dumper(yaml.SafeDumper):
    """Keeps the order of the fields and writes every text so that it stays a text."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)


def dump(data: Any) -> bytes:
    text = yaml.dump(
        data,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=100_000,
        default_flow_style=False,
    )
    return text.encode()
