"""Choosing a person: known ones are listed, the others are found by name or address.

A list of every account would show all learners to whoever fills in the form.
"""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

#: Fewer letters would find everybody.
LEAST = 3


class PeopleFilterForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Name or e-mail address"),
        help_text=_(
            "Type at least three letters of a name, or the whole e-mail address."
        ),
        required=False,
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        self.search_query = self.cleaned_data["q"].strip()
        self.is_searching = len(self.search_query) >= LEAST
        if self.is_searching:
            for word in self.search_query.split():
                objects = objects.filter(_has(word))
        return objects


def _has(word: str) -> Q:
    """A whole address, or letters of a name: a part of an address, such as ".fi", would
    list everybody who has it."""
    model = get_user_model()
    present = {field.name for field in model._meta.get_fields()}
    address = {model.USERNAME_FIELD, model.get_email_field_name()}
    found = Q()
    for name in present & address:
        found |= Q(**{f"{name}__iexact": word})
    look_up = "icontains" if sum(map(str.isalpha, word)) >= LEAST else "iexact"
    for name in (present & {"first_name", "last_name"}) - address:
        found |= Q(**{f"{name}__{look_up}": word})
    return found


class _Guarded:
    """Wagtail opens choosers to everyone who has the CMS."""

    rights: ClassVar[tuple[str, ...]] = ()
    request: HttpRequest

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        user: Any = request.user
        if not any(user.has_perm(right) for right in self.rights):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]


class _People(_Guarded):
    known_by: type[Model] | None = None
    filter_form_class = PeopleFilterForm
    filter_form: PeopleFilterForm

    def get_object_list(self) -> QuerySet[Any]:
        return get_user_model()._default_manager.filter(is_active=True)

    def filter_object_list(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        objects = super().filter_object_list(objects)  # type: ignore[misc]
        if self.filter_form.is_searching or self.known_by is None:
            return objects
        known = self.known_by._default_manager.exclude(user=None).values("user")  # type: ignore[misc]
        return objects.filter(pk__in=known)

    @property
    def columns(self) -> list[Column]:
        """The address tells two people of one name apart."""
        name = self.title_column  # type: ignore[attr-defined]
        name.label = _("Name")
        address = get_user_model().get_email_field_name()
        return [name, Column(address, label=_("E-mail address"))]


class ChooseView(_People, chooser.ChooseView):
    pass


class ChooseResultsView(_People, chooser.ChooseResultsView):
    pass


class ChosenView(_Guarded, chooser.ChosenView):
    pass


class ChosenMultipleView(_Guarded, chooser.ChosenMultipleView):
    pass


class CreateView(_Guarded, chooser.CreateView):
    pass


class PeopleChooser(ChooserViewSet):
    """Give it a name, the rights that open it, and the rows whose `user` is known."""

    model = settings.AUTH_USER_MODEL
    rights: ClassVar[tuple[str, ...]] = ()
    known_by: type[Model] | None = None
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    register_widget = False
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    create_view_class = CreateView

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        more = {"rights": self.rights, "known_by": self.known_by}
        return super().get_common_view_kwargs(**more, **kwargs)
