"""Excel workbooks as django-import-export reads and writes them: with limits, and as plain text."""

import tablib
from import_export.formats.base_formats import XLSX

from reports.office.exchange import read_table, write_table


class LimitedXLSX(XLSX):
    """The library's own reader has no limits: 2 MB of upload may unpack to gigabytes of cells."""

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        headings, rows = read_table(in_stream)
        dataset = tablib.Dataset()
        dataset.headers = headings
        for row in rows:
            dataset.append(row)
        return dataset

    def export_data(self, dataset: tablib.Dataset, **kwargs) -> bytes:
        return write_table([dataset.headers, *dataset])
