from django.core.exceptions import PermissionDenied

from municipalities.models import Role, User


def require_role(user: User, *roles: Role) -> None:
    """403 for the wrong role. Called after the object was fetched for the user, so that what is
    not theirs stays a 404."""
    if user.role not in roles:
        raise PermissionDenied
