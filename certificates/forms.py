"""What people type on the public pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import Certificate
from .numbering import parse_code
from .privacy import is_family_name


class OneField(forms.Form):
    """Comes back with the focus in the field that is to be corrected."""

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field, error)
        if field:
            self.fields[field].widget.attrs["autofocus"] = True


class CodeForm(OneField):
    """A code as printed. The answer is the same for a wrong and for an unknown code."""

    code = forms.CharField(
        label=pgettext_lazy("certificate", "Code"),
        max_length=80,
        help_text=_("17 characters, for example 7K4M-X2QD-9TRB-W3HC-5"),
        error_messages={"required": _("Write the code of the certificate.")},
        widget=forms.TextInput(
            attrs={"class": "input", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def parsed(self) -> str:
        """The code to look for; an impossible one becomes a code that nobody has."""
        return parse_code(self.cleaned_data["code"]) or ""


class FamilyNameForm(OneField):
    family_name = forms.CharField(
        label=_("Holder's family name"),
        max_length=120,
        error_messages={"required": _("Write the family name of the holder.")},
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )

    def __init__(
        self, *args: Any, certificate: Certificate | None = None, **kwargs: Any
    ) -> None:
        self.certificate = certificate
        super().__init__(*args, **kwargs)

    def clean_family_name(self) -> str:
        typed: str = self.cleaned_data["family_name"]
        name = self.certificate.printed_name if self.certificate else ""
        if not is_family_name(typed, name):
            raise forms.ValidationError(
                _(
                    "The family name is not the one on the certificate. "
                    "Check the spelling."
                )
            )
        return typed
