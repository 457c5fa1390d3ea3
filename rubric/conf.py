"""The settings an operator owns, read when they are asked for."""

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


app_settings = RubricSettings()
