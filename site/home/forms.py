"""How Django's own form rendering looks on this site."""

from django.forms.renderers import TemplatesSetting


class SiteFormRenderer(TemplatesSetting):
    """`{{ field.as_field_group }}` and `{{ form }}` in the house's look."""

    field_template_name = "includes/field.html"
