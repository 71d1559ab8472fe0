"""The region on pages that must do without a database and without a request."""

from django import template

from municipalities import region

register = template.Library()


@register.simple_tag
def last_region():
    """What this process has read of the region last."""
    return region.last_read()
