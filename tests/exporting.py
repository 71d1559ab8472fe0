"""Exports a quarter again and again, in a process of its own, as a second worker of a server does.

python -m tests.exporting YEAR-NUMBER COUNT FOLDER
"""

import sys
from pathlib import Path

import django


def main(slug: str, count: str, folder: str) -> None:
    django.setup()
    from reports.document.build import consolidated_table
    from reports.export.docx.writer import write_docx
    from reports.language.quarters import Span

    for number in range(int(count)):
        data = write_docx(consolidated_table(Span.parse_slug(slug)))
        Path(folder, f"{number}.docx").write_bytes(data)


if __name__ == "__main__":
    main(*sys.argv[1:])
