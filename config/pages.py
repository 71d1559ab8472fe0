"""What belongs to the whole site and to neither app."""

from django.conf import settings
from django.shortcuts import render


def body_name(request):
    """The name of the region's body, in sight on every page."""
    return {"body_name": settings.BODY_NAME}


def csrf_failure(request, reason=""):
    """A sign-in in another tab makes this page's key void. What was typed is shown back, to be
    copied or sent again with the new key."""
    texts = [
        (name, value)
        for name, value in request.POST.items()
        if not name.startswith(("csrf", "_"))
        and name not in ("password", "version", "creation_key")
    ]
    return render(
        request, "403_csrf.html", {"texts": [t for t in texts if t[1].strip()]}, status=403
    )
