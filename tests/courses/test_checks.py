"""What is set wrong is told at start."""

import pytest

from courses.checks import attachments_are_private, limits_are_whole_numbers


@pytest.mark.parametrize("value", [0, -1, "plenty", None])
def test_limit_that_is_no_whole_number_above_zero_is_told(settings, value):
    settings.VALMENTAMO_COURSES_MAX_ATTACHMENTS = value
    assert [e.id for e in limits_are_whole_numbers()] == ["valmentamo_courses.E001"]


def test_defaults_are_fine():
    assert list(limits_are_whole_numbers()) == []
    assert list(attachments_are_private()) == []


def test_missing_private_storage_is_told(settings):
    settings.STORAGES = {k: v for k, v in settings.STORAGES.items() if k != "private"}
    assert [e.id for e in attachments_are_private()] == ["valmentamo_courses.E002"]


def test_private_storage_inside_the_public_folder_is_told(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    settings.STORAGES = settings.STORAGES | {
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "inside")},
        }
    }
    assert [e.id for e in attachments_are_private()] == ["valmentamo_courses.E003"]
