"""The tables of reports: all that people write, without histories and marks of who is at a page."""

from django.apps import apps
from simple_history.models import HistoricalChanges

from reports.models import Presence

TABLES = tuple(
    model
    for model in apps.get_app_config("reports").get_models()
    if model is not Presence and not issubclass(model, HistoricalChanges)
)
