"""The settings of a real server that tests start; its pages need no collected files."""

from config.settings import *  # noqa: F403
from config.settings import STORAGES

STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
