"""Have the missing certificates of a cohort made, and follow it on a page of its own."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from certificates.permissions import user_can_change_status
from courses.models import Cohort
from courses.services.cohort_certificates import begin_cohort_issue, waiting_in
from courses.tasks import issue_cohort


class IssueMissing(WagtailAdminTemplateMixin, FormView):
    form_class = Form
    template_name = "valmentamo_courses/cms/issue_missing.html"
    page_title = gettext_lazy("Make the missing certificates")
    header_icon = "doc-full"

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not user_can_change_status(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def cohort(self) -> Cohort:
        cohorts = Cohort.objects.select_related("course__certificate_template")
        return get_object_or_404(cohorts, uuid=self.kwargs["uuid"])

    @cached_property
    def has_template(self) -> bool:
        template = self.cohort.course.certificate_template
        return template is not None and template.versions.published().exists()

    def get_page_subtitle(self) -> str:
        return str(self.cohort)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            waiting=waiting_in(self.cohort).count(),
            has_template=self.has_template,
            **kwargs,
        )

    def form_valid(self, form: Form) -> HttpResponse:
        if not self.has_template:
            return self.form_invalid(form)
        batch = begin_cohort_issue(
            cohort=self.cohort, by=self.request.user, at=timezone.now()
        )
        issue_cohort.enqueue(str(batch.uuid), str(self.cohort.uuid))
        log(batch, "wagtail.create")
        return redirect("valmentamo_certificates_batch:inspect", batch.pk)
