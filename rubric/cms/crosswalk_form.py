"""The form in which a person confirms how the criteria continue."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rubric.cms.changes import in_words
from rubric.content import Fault, RubricContent
from rubric.crosswalking import LONGEST_NOTE, Link
from rubric.enums import CrosswalkKind
from rubric.forms import LineField

#: Empty rows that a person may use for what was split or merged.
SPARE = 2
MOST = 200
ALONE = (CrosswalkKind.NEW, CrosswalkKind.RETIRED)


class LinkForm(forms.Form):
    """One link. A row without criteria is left out."""

    source = forms.ChoiceField(
        label=gettext_lazy("In the version before"), required=False
    )
    target = forms.ChoiceField(label=gettext_lazy("In this version"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("What happened"), required=False)
    note = LineField(
        label=gettext_lazy("Explanation"), required=False, max_length=LONGEST_NOTE
    )

    def __init__(
        self, *args: Any, old: RubricContent, new: RubricContent, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", "–"), *_criteria(old)]  # type: ignore[attr-defined]
        self.fields["target"].choices = [("", "–"), *_criteria(new)]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", "–"), *CrosswalkKind.choices]  # type: ignore[attr-defined]
        nothing = ("", _("Nothing continues it"))
        levels = [(str(s.value), f"{s.value} {in_words(s.label)}") for s in new.scale]
        self.values = [step.value for step in old.scale]
        for step in old.scale:
            label = f"{step.value} {in_words(step.label)}"
            self.fields[f"level_{step.value}"] = forms.ChoiceField(
                label=_("Level %(level)s continues as") % {"level": label},
                choices=[nothing, *levels],
                required=False,
            )

    def end_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("source", "target", "kind", "note")]

    def level_fields(self) -> list[forms.BoundField]:
        return [self[f"level_{value}"] for value in self.values]

    def shows_levels(self) -> bool:
        """Whether a level continues as another one, or has a fault."""
        fields = self.level_fields()
        moved = (
            str(field.value()) not in (str(value), "", "None")
            for value, field in zip(self.values, fields, strict=True)
        )
        return any(moved) or any(field.errors for field in fields)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if (data.get("source") or data.get("target")) and not data.get("kind"):
            self.add_error("kind", _("Say what happened to the criterion."))
        return data

    @property
    def link(self) -> Link | None:
        data = self.cleaned_data
        if not data.get("source") and not data.get("target"):
            return None
        kind = CrosswalkKind(data["kind"])
        return Link(
            source=UUID(data["source"]) if data["source"] else None,
            target=UUID(data["target"]) if data["target"] else None,
            kind=kind,
            level_map={} if kind in ALONE else dict(self._levels()),
            note=data["note"],
        )

    def _levels(self) -> Iterator[tuple[int, int | None]]:
        for value in self.values:
            to = self.cleaned_data[f"level_{value}"]
            yield value, int(to) if to else None


class BaseCrosswalkFormSet(BaseFormSet[LinkForm]):
    def links(self) -> list[Link]:
        """Of a valid formset only."""
        return [link for form in self.forms if (link := form.link)]

    def show(self, faults: Sequence[Fault]) -> list[str]:
        """Put each fault at its row; what belongs to no row comes back."""
        rows = [form for form in self.forms if form.link]
        rest = []
        for fault in faults:
            head, _dot, _end = fault.path.partition(".")
            number = head.removeprefix("links[").removesuffix("]")
            if number.isdecimal() and int(number) < len(rows):
                rows[int(number)].add_error(None, fault.message)
            else:
                rest.append(f"{fault.path.partition('.')[2]}: {fault.message}")
        return rest


CrosswalkFormSet = formset_factory(
    LinkForm,
    formset=BaseCrosswalkFormSet,
    extra=SPARE,
    max_num=MOST,
    absolute_max=MOST,
)


def crosswalk_formset(
    links: Sequence[Link], old: RubricContent, new: RubricContent, data: Any = None
) -> BaseCrosswalkFormSet:
    formset: Any = CrosswalkFormSet
    made: BaseCrosswalkFormSet = formset(
        data=data,
        initial=[_initial(link) for link in links],
        prefix="links",
        form_kwargs={"old": old, "new": new},
    )
    return made


def _initial(link: Link) -> dict[str, Any]:
    return {
        "source": str(link.source or ""),
        "target": str(link.target or ""),
        "kind": link.kind,
        "note": link.note,
    } | {f"level_{value}": to for value, to in link.level_map.items()}


def _criteria(content: RubricContent) -> list[tuple[str, str]]:
    return [(str(c.uuid), in_words(c.name) or c.key) for c in content.criteria]
