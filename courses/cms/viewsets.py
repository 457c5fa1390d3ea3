"""The menu of the courses app and the screens under it."""

from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.model import ModelViewSetGroup

from courses.cms.cohorts import CohortCoachViewSet, CohortViewSet, PartnerTaskViewSet
from courses.cms.courses import CourseViewSet
from courses.cms.descriptions import TemplateViewSet
from courses.cms.exercises import ExerciseViewSet
from courses.cms.people import EnrolmentViewSet, TeamViewSet


class CoursesGroup(ModelViewSetGroup):
    menu_label = gettext_lazy("Courses")
    menu_icon = "openquote"
    menu_order = 200
    items = (
        CourseViewSet,
        ExerciseViewSet,
        TemplateViewSet,
        CohortViewSet,
        CohortCoachViewSet,
        PartnerTaskViewSet,
        EnrolmentViewSet,
        TeamViewSet,
    )
