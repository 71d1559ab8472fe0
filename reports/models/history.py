"""What the history of an event and of its report tells besides the values themselves."""

from django.db import models


class AutosavedState(models.Model):
    """A state that was saved by itself names the page it came from and the number of that page's
    attempt. A state that somebody saved by a button, or that a command wrote, has no number."""

    autosave_page = models.CharField("страница, с которой сохранено", max_length=20, default="")
    autosave_number = models.PositiveIntegerField("номер сохранения этой страницы", null=True)

    class Meta:
        abstract = True
