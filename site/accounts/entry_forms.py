"""allauth's forms with our own word for the address."""

from typing import Any

from allauth.account import forms
from allauth.mfa.webauthn import forms as webauthn
from django.utils.translation import gettext_lazy as _


class _AddressLabel:
    """One name for one thing on every page: "E-mail address"."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("login", "email"):
            if name in self.fields:
                self.fields[name].label = _("E-mail address")


class _KeyLabel:
    """A label that can be translated: allauth leaves the field's English name."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")


class AddWebAuthnForm(_KeyLabel, webauthn.AddWebAuthnForm):
    pass


class EditWebAuthnForm(_KeyLabel, webauthn.EditWebAuthnForm):
    pass


class LoginForm(_AddressLabel, forms.LoginForm):
    pass


class SignupForm(_AddressLabel, forms.SignupForm):
    pass


class RequestLoginCodeForm(_AddressLabel, forms.RequestLoginCodeForm):
    pass


class ResetPasswordForm(_AddressLabel, forms.ResetPasswordForm):
    pass


class AddEmailForm(_AddressLabel, forms.AddEmailForm):
    pass
