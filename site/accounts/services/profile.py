"""Change what a person has told about themselves."""

from django.db import transaction

from ..models import User


@transaction.atomic
def update_profile(
    *, user: User, first_name: str, last_name: str, language: str
) -> User:
    """Store names and language. Refuses, as a ValidationError, what the model refuses."""
    user.first_name = first_name
    user.last_name = last_name
    user.language = language
    user.full_clean(exclude=["password"])
    user.save(update_fields=["first_name", "last_name", "language"])
    return user
