from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig


class SvodAdminConfig(AdminConfig):
    default_site = "config.admin.SvodAdminSite"


class SvodAdminSite(AdminSite):
    """Django's admin under the product's name. Sign-in is ours, so that throttling has one door."""

    site_header = site_title = "Свод: справочники"
    index_title = "Справочники и учетные записи"
    enable_nav_sidebar = False
