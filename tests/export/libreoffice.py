"""LibreOffice, which opens our files as another office program would."""

import shutil
import subprocess
from pathlib import Path

# Without poppler there is nothing to look at a printed page with.
PROGRAMS = ("soffice", "pdftotext", "pdftocairo")


def missing_programs() -> list[str]:
    return [program for program in PROGRAMS if shutil.which(program) is None]


def convert(source: Path, target: str) -> Path:
    """``source`` converted beside itself; ``target`` is an ending, and a filter where it needs one.

    The profile is its own: LibreOffice does nothing while another one has the user's.
    """
    profile = (source.parent / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", target]
    folder = source.parent / "converted"
    subprocess.run(
        [*command, "--outdir", folder, source], capture_output=True, check=True, timeout=120
    )
    return folder / f"{source.stem}.{target.partition(':')[0]}"
