from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
def how_to(request):
    """«Как заполнить»: for everybody who is signed in."""
    return render(request, "clerk/how_to.html")
