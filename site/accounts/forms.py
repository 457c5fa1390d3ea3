"""Sign-up and profile: first name, family name and language.

allauth loads `PersonFields` while its own forms are being made, so this module must
not import them.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .models import User
from .names import clean_name


class NameFields(forms.Form):
    first_name = forms.CharField(
        label=_("First name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Family name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )

    def clean_first_name(self) -> str:
        return clean_name(self.cleaned_data["first_name"])

    def clean_last_name(self) -> str:
        return clean_name(self.cleaned_data["last_name"])


class PersonFields(NameFields):
    """What sign-up asks beside the e-mail address and the password."""

    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("We write to you in this language."),
        choices=settings.LANGUAGES,
    )
    field_order = ["first_name", "last_name", "email", "password1", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()

    def signup(self, request: HttpRequest, user: User) -> None:
        user.language = self.cleaned_data["language"]
        user.save(update_fields=["language"])


class ProfileForm(NameFields):
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("The site opens in this language when you log in."),
        choices=settings.LANGUAGES,
    )
