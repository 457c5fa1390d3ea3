"""Enrolling in a cohort, and forming, joining or changing a team."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from courses.models import Team
from courses.services.partners import Task, fingerprint


def language_choices() -> list[tuple[str, str]]:
    """Each language by its own name, so that it is found by those who speak it."""
    known = {code: get_language_info(code) for code, _name in settings.LANGUAGES}
    return [(code, info["name_local"].capitalize()) for code, info in known.items()]


class EnrolForm(forms.Form):
    understood = forms.BooleanField(
        label=_("I have read who sees what I write."),
        error_messages={
            "required": _("Tick the box when you have read who sees what you write.")
        },
    )
    #: Which tasks of partners the page showed; written by the template, since an answer
    #: to an older page must carry what is shown now.
    shown = forms.CharField(required=False)

    def __init__(self, *args: Any, tasks: Sequence[Task], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tasks, self.now_shown = tasks, fingerprint(tasks)

    def clean(self) -> None:
        """Nobody is told of a task by a page that did not show it yet."""
        if self.tasks and self.cleaned_data.get("shown") != self.now_shown:
            self.data = {k: v for k, v in self.data.items() if k != "understood"}
            raise ValidationError(
                _(
                    "What is told of partners has changed since you opened the page. "
                    "Read it again and tick the box."
                ),
                code="changed",
            )


class TeamForm(forms.ModelForm):
    """A new team. What it is called is also what coaches see in their queue."""

    language = forms.ChoiceField(
        label=_("Working language"),
        help_text=_("The language in which you write and get feedback."),
        choices=language_choices,
    )

    class Meta:
        model = Team
        fields = ("name", "organisation", "stage", "language")
        labels = {
            "name": _("Name of the team or the innovation"),
            "organisation": _("Organisation"),
            "stage": _("Stage of the innovation"),
        }
        help_texts = {
            "name": _("For example the name of your idea. You can change it later."),
            "organisation": _("Leave empty if you take part on your own."),
            "stage": _("The stage tells what evidence can be expected of you now."),
        }
        widgets = {"stage": forms.RadioSelect}
        error_messages = {
            "name": {
                "required": _("Write a name for the team."),
                "max_length": _("The name is too long: at most 80 characters fit."),
            }
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()


class JoinTeamForm(forms.Form):
    code = forms.CharField(
        label=_("Code of the team"),
        help_text=_("Eight letters and digits. A team-mate sees it on the team page."),
        max_length=20,
        error_messages={"required": _("Write the code that a team-mate gave you.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        """People copy codes with spaces, hyphens and small letters."""
        code: str = self.cleaned_data["code"]
        return "".join(code.split()).replace("-", "").upper()
