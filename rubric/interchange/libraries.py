"""Libraries that only some formats need, loaded when they are asked for."""

from types import ModuleType

from django.utils.translation import gettext as _

from rubric.exceptions import FormatNotInstalled


def openpyxl() -> ModuleType:
    """Refuses with `FormatNotInstalled`, which says what to install."""
    try:
        import openpyxl as library
        import openpyxl.styles
    except ImportError as error:
        raise FormatNotInstalled(
            _("Excel workbooks need openpyxl: install wagtail-valmentamo[interchange].")
        ) from error
    return library


def yaml() -> ModuleType:
    """Refuses with `FormatNotInstalled`, which says what to install."""
    try:
        import yaml as library
    except ImportError as error:
        raise FormatNotInstalled(
            _("YAML files need PyYAML: install wagtail-valmentamo[interchange].")
        ) from error
    return library
