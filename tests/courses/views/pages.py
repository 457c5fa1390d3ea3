"""Reads a page as a browser without a script does: its forms with their fields."""

import re
from html import unescape
from html.parser import HTMLParser


class _Forms(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__(convert_charrefs=True)
        self.form_id, self.inside, self.in_template = form_id, False, 0
        self.fields: dict[str, list[str]] = {}
        self.area: str | None = None
        self.area_text = ""
        self.action = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form" and given.get("id") == self.form_id:
            self.inside, self.action = True, given.get("action", "")
        if tag == "template":
            self.in_template += 1
        if not self.inside or self.in_template or "name" not in given:
            return
        if tag == "textarea":
            self.area, self.area_text = given["name"], ""
        if tag == "input" and self._is_sent(given):
            self.fields.setdefault(given["name"], []).append(given.get("value", "on"))

    def _is_sent(self, given) -> bool:
        kind = given.get("type", "text")
        if kind in ("radio", "checkbox"):
            return "checked" in given
        return kind not in ("file", "submit")

    def handle_data(self, data):
        if self.area is not None:
            self.area_text += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area is not None:
            # The first line end of a textarea isn't a part of its text.
            self.fields.setdefault(self.area, []).append(
                self.area_text.removeprefix("\n")
            )
            self.area = None
        if tag == "template":
            self.in_template -= 1
        if tag == "form":
            self.inside = False


def form_of(response, form_id: str = "answer-form") -> dict[str, list[str] | str]:
    """What a browser would post if nothing was changed."""
    reader = _Forms(form_id)
    reader.feed(response.content.decode())
    assert reader.action, f"The page has no form {form_id}."
    return {k: v[0] if len(v) == 1 else v for k, v in reader.fields.items()}


def title_of(response) -> str:
    found = re.search(r"<title>(.*?)</title>", response.content.decode(), re.DOTALL)
    return " ".join(found[1].split()) if found else ""


def text_of(response) -> str:
    """The words of the page without its markup."""
    body = response.content.decode()
    body = re.sub(r"<(script|style|template)\b.*?</\1>", " ", body, flags=re.DOTALL)
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", body).split()))
