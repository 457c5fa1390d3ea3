"""Fills and sends a form of the CMS as a browser does."""

from bs4 import BeautifulSoup
from django.urls import reverse

from rubric.models import RubricVersion
from rubric.services.drafting import content_of

RIGHTS = {
    "nobody": [],
    "reader": ["view_rubricversion"],
    "author": ["view_rubricversion", "change_rubricversion", "add_rubricversion"],
    "approver": ["publish_rubricversion"],
}


class Sheet:
    """The form of a page: what a browser would send."""

    def __init__(self, response, form_id="rubric-editor"):
        self.soup = BeautifulSoup(response.content, "html.parser")
        self.form = self.soup.find("form", id=form_id)
        for blank in self.form.find_all("template"):
            blank.decompose()
        self.data: dict[str, list[str]] = {}
        for field in self.form.find_all(["input", "textarea", "select"]):
            for value in values_of(field):
                self.data.setdefault(field["name"], []).append(value)

    def __getitem__(self, name):
        return self.data[name][0]

    def __setitem__(self, name, value):
        self.data[name] = value if isinstance(value, list) else [value]

    @property
    def criteria(self):
        return self.data["criterion"]

    @property
    def text(self):
        return self.soup.get_text(" ", strip=True)

    def field(self, name):
        return self.form.find(attrs={"name": name})


def values_of(field):
    if field.has_attr("disabled") or not field.get("name"):
        return []
    if field.name == "textarea":
        # Browsers drop the first line break of a text area.
        return [(field.string or "").removeprefix("\n").replace("\n", "\r\n")]
    if field.name == "select":
        chosen = field.find("option", selected=True) or field.find("option")
        return [chosen["value"]]
    if field.get("type") == "checkbox":
        return [field.get("value", "on")] if field.has_attr("checked") else []
    return [field.get("value", "")]


def url(version, name="edit"):
    return reverse(f"valmentamo_rubric_{name}", args=[version.uuid])


def opened(client, version):
    return Sheet(client.get(url(version)))


def send(client, version, sheet, do="save"):
    return client.post(url(version), {**sheet.data, "do": do})


def stored(version):
    return content_of(RubricVersion.objects.with_structure().get(pk=version.pk))


def criterion(sheet, place, name):
    return f"c-{sheet.criteria[place]}-{name}"
