"""The settings an operator owns, read when they are asked for."""

from datetime import timedelta

from django.conf import settings


class RubricSettings:
    @property
    def needs_second_person(self) -> bool:
        """VALMENTAMO_RUBRIC_SECOND_PERSON: whether the one who publishes a version must
        be another person than those who wrote it. Default True.
        """
        return bool(getattr(settings, "VALMENTAMO_RUBRIC_SECOND_PERSON", True))

    @property
    def least_works(self) -> int:
        """VALMENTAMO_RUBRIC_LEAST_WORKS: below so many pieces of work rated by two
        people no figure of agreement is shown. Default 5.
        """
        return int(getattr(settings, "VALMENTAMO_RUBRIC_LEAST_WORKS", 5))

    @property
    def public_rubric(self) -> str | None:
        """VALMENTAMO_RUBRIC_PUBLIC: the slug of the rubric on the public page, where
        anybody may rate a text of their own. Default "": the only published rubric.
        None closes the page.
        """
        return getattr(settings, "VALMENTAMO_RUBRIC_PUBLIC", "")

    @property
    def print_limit(self) -> int:
        """VALMENTAMO_RUBRIC_PRINT_LIMIT: how many PDF files of a self-rating one network
        may ask for in ten minutes; a class room is one network. Default 60.
        """
        return int(getattr(settings, "VALMENTAMO_RUBRIC_PRINT_LIMIT", 60))

    @property
    def practice_pause(self) -> timedelta:
        """VALMENTAMO_RUBRIC_PRACTICE_PAUSE: for how many days a sample doesn't count
        after one has seen the expert's levels of it. Default 90.
        """
        return timedelta(days=getattr(settings, "VALMENTAMO_RUBRIC_PRACTICE_PAUSE", 90))

    @property
    def may_practise(self) -> str:
        """VALMENTAMO_RUBRIC_MAY_PRACTISE: the dotted path of a function that takes a
        logged-in user and says whether they may practise. Default "": everybody may.
        """
        return str(getattr(settings, "VALMENTAMO_RUBRIC_MAY_PRACTISE", ""))


app_settings = RubricSettings()
