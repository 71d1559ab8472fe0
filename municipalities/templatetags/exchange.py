from django import template
from django.core.exceptions import FieldDoesNotExist

register = template.Library()


@register.filter
def label_in(field_name, opts):
    """How the admin calls a field of the model with these ``opts``."""
    try:
        return opts.get_field(field_name).verbose_name
    except FieldDoesNotExist:
        return field_name
