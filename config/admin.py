from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied

from config.sign_in import SignOutView


class SvodAdminSite(AdminSite):
    """Django's admin under the product's name. The ways in and out are ours."""

    site_header = site_title = "Свод: справочники"
    index_title = "Справочники"
    enable_nav_sidebar = False
    empty_value_display = "—"

    def login(self, request, extra_context=None):
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", "/admin/"))

    def logout(self, request, extra_context=None):
        return SignOutView.as_view()(request)
