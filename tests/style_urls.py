"""The addresses of development, for tests of ``/style/``."""

from django.urls import path

from config.style import style
from config.urls import handler500 as handler500
from config.urls import urlpatterns as of_the_product

urlpatterns = [*of_the_product, path("style/", style, name="style")]
