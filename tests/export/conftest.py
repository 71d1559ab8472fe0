"""LibreOffice and poppler. Where they are missing the tests that need them say so and are skipped,
unless REQUIRE_LIBREOFFICE is set: then they fail."""

import os

import pytest

from tests.export import libreoffice


@pytest.fixture(scope="session")
def convert(tmp_path_factory):
    """``convert(data, "table.docx", "pdf")`` → the path of what LibreOffice makes of the bytes."""
    missing = ", ".join(libreoffice.missing_programs())
    if missing and os.environ.get("REQUIRE_LIBREOFFICE"):
        pytest.fail(f"Не найдены программы: {missing}, а проверки в LibreOffice обязательны.")
    if missing:
        pytest.skip(f"Не найдены программы: {missing}. Проверки в LibreOffice пропущены.")

    def converted(data, name, target):
        source = tmp_path_factory.mktemp("libreoffice") / name
        source.write_bytes(data)
        return libreoffice.convert(source, target)

    return converted
