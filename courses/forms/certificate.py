"""What the person confirms for the certificate before it is made."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from certificates.exceptions import UnprintableName
from certificates.naming import printable_name
from courses.forms.joining import language_choices


class CertificateDetailsForm(forms.Form):
    name = forms.CharField(
        label=_("Name on the certificate"),
        help_text=_("Exactly as it will be printed. It can't be changed afterwards."),
        strip=False,
        error_messages={
            "required": _("Write the name as you want it on the certificate.")
        },
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages of the certificate"),
        help_text=_("You get one file in each language that you choose."),
        choices=language_choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )
    names_innovation = forms.BooleanField(
        label=_("Print the name of the innovation on the certificate"), required=False
    )
    partner_consent = forms.BooleanField(required=False)

    def __init__(self, *args: Any, partner: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not partner:
            del self.fields["partner_consent"]

    def clean_name(self) -> str:
        try:
            return printable_name(self.cleaned_data["name"])
        except UnprintableName as error:
            raise ValidationError(str(error), code="unprintable") from error
