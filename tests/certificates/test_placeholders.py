"""Editors have four placeholders and no template language."""

import pytest
from django.core.exceptions import ValidationError
from i18nfield.strings import LazyI18nString

from certificates.placeholders import pieces, validate_placeholders


@pytest.mark.parametrize(
    "text",
    [
        "{name} on suorittanut {course} ({hours} h) ja {innovation}.",
        "Ei yhtään paikkaa.",
        "",
    ],
)
def test_texts_with_known_placeholders_are_accepted(text):
    validate_placeholders(LazyI18nString({"fi": text, "sv": ""}))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{nimi}", "{nimi}"),
        ("{name.__class__}", "{name.__class__}"),
        ("{0}", "{0}"),
        ("{name!r}", "{name!r}"),
        ("{ name }", "{ name }"),
        ("{{ user.password }}", "{ user.password }"),
        ("{{ x }}", "{ x }"),
        ("{0.x}", "{0.x}"),
        ("{name[0]}", "{name[0]}"),
        ("{name:>999999999}", "{name:>999999999}"),
        ("{Name}", "{Name}"),
        ("{% now %}", "{% now %}"),
        ("{name", "{"),
        ("name}", "}"),
    ],
)
def test_unknown_placeholder_is_refused_and_named(text, named):
    with pytest.raises(ValidationError) as refusal:
        validate_placeholders(LazyI18nString({"fi": "{name}", "sv": text}))
    assert named in str(refusal.value)
    assert "{course}" in str(refusal.value)


def test_values_are_put_in_once_and_never_read_as_placeholders():
    cut = list(pieces("{name}: {course}!", {"name": "{course}", "course": "K"}))
    assert cut == [("name", "{course}"), ("", ": "), ("course", "K"), ("", "!")]
