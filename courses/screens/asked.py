"""An exercise with everything that it asks, and its page in the reader's language."""

from django.utils.translation import get_language

from courses.models import Exercise, ExercisePage
from courses.titles import in_language


def exercise_with_structure(pk: int) -> Exercise:
    """The exercise with parts, criteria, levels and names in a fixed number of queries."""
    return (
        Exercise.objects.with_structure()
        .select_related("course__description_template")
        .prefetch_related(
            "exercise_criteria__criterion__version__scale",
            "course__description_template__fields",
        )
        .get(pk=pk)
    )


def page_of(exercise: Exercise) -> ExercisePage | None:
    """The exercise's live page in the active language, else in another one."""
    rows = ExercisePage.objects.live().filter(exercise=exercise)
    return in_language(rows.select_related("locale"), get_language() or "")
