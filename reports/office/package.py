"""The zip of an Office file, whose bytes follow from its contents alone."""

import shutil
import zipfile
from pathlib import Path
from typing import BinaryIO


def member(name: str) -> zipfile.ZipInfo:
    """A deflated member dated 1980, whatever the clock, the system or the source file says.

    zlib takes its own default level, 6, for a member described in this way.
    """
    info = zipfile.ZipInfo(name)  # without a date it is 1 January 1980
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info


class Package(zipfile.ZipFile):
    """An Office file being written."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file, "w")

    def writestr(self, name: str, data: str | bytes) -> None:  # type: ignore[override]
        super().writestr(member(name), data)

    def write(self, filename: str, arcname: str) -> None:  # type: ignore[override]
        with Path(filename).open("rb") as source, self.open(member(arcname), "w") as target:
            shutil.copyfileobj(source, target)
