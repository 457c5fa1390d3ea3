"""An exercise with everything that it asks, and its page in the reader's language."""

from django.conf import settings
from django.utils.translation import get_language

from courses.models import Exercise, ExercisePage


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
    """The exercise's live page in the active language, else in the site's, else any."""
    rows = ExercisePage.objects.live().filter(exercise=exercise)
    pages = {page.locale.language_code: page for page in rows.select_related("locale")}
    for language in (get_language(), settings.LANGUAGE_CODE):
        if language in pages:
            return pages[language]
    return next(iter(pages.values()), None)
