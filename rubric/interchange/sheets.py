"""The sheets of a workbook: their names, columns and the words that explain them."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from rubric.content import CriterionContent, RubricContent
from rubric.enums import Pooling, RatedBy

README, TEXTS, CRITERIA, RULES = "Read me", "Texts", "Criteria", "Rules"
TEXT_HEAD = ("key", "explanation")
RULE_HEAD = ("key", "explanation", "value")
CRITERION_HEAD = (
    *("key", "order", "weight", "gate", "distinction", "rated_by", "looks_at", "uuid"),
)
POINTS = "points."
YES, NO = "yes", ""
WORDS_FOR_YES = ("yes", "x", "1", "true", "kyllä", "ja")
WORDS_FOR_NO = ("no", "", "0", "false", "ei", "nej")
#: Rows of the sheet Texts that speak of the version, by the field of the content.
VERSION_ROWS = {
    "title": "title",
    "purpose": "purpose",
    "assessor_note": "assessor_note",
    "not_assessable": "not_assessable_label",
    "rules.choose_level": "choose_level",
    "rules.not_assessable.text": "not_assessable_text",
    "rules.text": "rules_text",
    "rules.disclaimer": "disclaimer",
}


class Line(NamedTuple):
    """One row of texts: where it stands, what it is, what it says in each language."""

    key: str
    explanation: str
    texts: dict[str, str]


def text_lines(content: RubricContent, language: str) -> Iterator[Line]:
    explained = version_explanations()
    for key, name in VERSION_ROWS.items():
        yield Line(key, explained[key], dict(content.texts.get(name, {})))
    for step in content.scale:
        about = _("Name of level %(value)d") % {"value": step.value}
        yield Line(f"levels.{step.value}", about, dict(step.label))
    for criterion in content.criteria:
        yield from _criterion_lines(criterion, language)


def _criterion_lines(criterion: CriterionContent, language: str) -> Iterator[Line]:
    stem = f"criteria.{criterion.key}"
    name = criterion.name.get(language) or criterion.key
    yield Line(
        f"{stem}.name", _("%(name)s: name") % {"name": name}, dict(criterion.name)
    )
    about = _("%(name)s: question") % {"name": name}
    yield Line(f"{stem}.question", about, dict(criterion.question))
    for value in sorted(criterion.levels):
        about = _("%(name)s: level %(value)d") % {"name": name, "value": value}
        yield Line(f"{stem}.levels.{value}", about, dict(criterion.levels[value]))


def version_explanations() -> dict[str, str]:
    return {
        "title": _("Title"),
        "purpose": _("Purpose, shown to everyone"),
        "assessor_note": _("Note for assessors"),
        "not_assessable": _("Name of the state “not assessable”"),
        "rules.choose_level": _("How to choose a level"),
        "rules.not_assessable.text": _("What “not assessable” means"),
        "rules.text": _("Rules in words"),
        "rules.disclaimer": _("Disclaimer"),
    }


def rule_explanations(levels: int) -> dict[str, str]:
    return {
        "id": _("Identifier of the rubric: letters a–z, digits, - and _"),
        "version": _("Version, for example 1.1"),
        "languages": _("Languages in which every text is needed"),
        **{
            f"levels.{value}.key": _("Identifier of level %(value)d") % {"value": value}
            for value in range(1, levels + 1)
        },
        "minimum_level": _("Minimum level on every criterion"),
        "pass_mean": _("Weighted mean to pass"),
        "parts.minimum_level": _("Minimum level in an exercise"),
        "parts.pass_mean": _("Mean to accept an exercise; empty: none"),
        "distinction.mean": _("Mean for distinction; empty: none"),
        "distinction.level": _("Level for distinction"),
        "points_to_pass": _("Points to pass, for a sum of points; empty: none"),
        "pooling": _("Several assessors: %(choices)s")
        % {"choices": ", ".join(Pooling.values)},
    }


def instructions() -> list[str]:
    return [
        _(
            "This workbook holds one version of a rubric. Change it and read it back in."
        ),
        _(
            "Sheet %(sheet)s: one row for each text and one column for each language. "
            "The columns key and explanation are locked: the key tells where a text "
            "belongs. An empty cell is a missing text."
        )
        % {"sheet": TEXTS},
        _(
            "Sheet %(sheet)s: one row for each criterion. Weights add up to 100. "
            "gate and distinction: yes or empty. rated_by: %(rated_by)s. "
            "points.1, points.2 …: only where points differ from the level's number."
        )
        % {"sheet": CRITERIA, "rated_by": ", ".join(RatedBy.values)},
        _(
            "A new criterion: add a row to %(criteria)s and give it a key. Its texts can "
            "be written in the editor after the file has been read in, or in new rows of "
            "%(texts)s (Review > Unprotect sheet; there is no password)."
        )
        % {"criteria": CRITERIA, "texts": TEXTS},
        _("Sheet %(sheet)s: the rules of the whole.") % {"sheet": RULES},
        _("Leave the uuid as it is: it ties a criterion to its earlier assessments."),
        _("Every cell is plain text. Formulas are refused."),
    ]
