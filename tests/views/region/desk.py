"""What is read of the pages of the region."""

import datetime as dt

from django.utils import timezone

DUE = dt.date(2021, 1, 15)  # of the quarter that the factories make


def days_ago(number):
    return timezone.now() - dt.timedelta(days=number)


def page_of(response):
    return " ".join(response.content.decode().split())


def row_of(page, report):
    """The words of one row."""
    return page.split(f'id="report-{report.pk}"')[1].split("</tr>")[0]
