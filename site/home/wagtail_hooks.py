"""A way from the CMS back to the site, and lists that fit a phone."""

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


# https://docs.wagtail.org/en/stable/reference/hooks.html#register-admin-menu-item
@hooks.register("register_admin_menu_item")
def site_menu_item() -> MenuItem:
    # Wagtail asks once for all requests; each of them has a language of its own.
    front = reverse_lazy("wagtail_serve", args=[""])
    return MenuItem(_("To the site"), front, name="site", icon_name="home", order=10000)


# https://docs.wagtail.org/en/stable/reference/hooks.html#insert-global-admin-css
@hooks.register("insert_global_admin_css")
def lists_on_a_phone() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("theme/css/cms.css"))
