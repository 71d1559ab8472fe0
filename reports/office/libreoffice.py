"""Old formats → .docx by LibreOffice, where it is installed, in a jail.

No network and no files but its own and those of the system's programs (namespaces), a profile in
which nothing linked is fetched and no macro runs, half a minute, a gigabyte, one file at a time.
Without the jail nothing is converted.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from reports.office.archive import DAMAGED, MAX_FILE, MEBIBYTE, TOO_MUCH_INSIDE, FileError

SECONDS = 30
MEMORY = 1024 * MEBIBYTE
BUSY = "Сейчас читается другой файл старого формата. Загрузите этот через минуту."
TOO_LONG = "Файл не удалось прочитать за полминуты. Сохраните его как «Документ Word (.docx)»."
INSIDE = "/mnt"  # where the folder of the file stands in the jail
# Of the machine stay its programs, libraries and fonts; all other folders are empty there.
JAIL = f"""
set -e
mkdir "$1/etc"
for each in fonts libreoffice ld.so.cache; do
    if [ -e "/etc/$each" ]; then cp -rL "/etc/$each" "$1/etc/"; fi
done
mount --bind "$1" {INSIDE}
mount --bind {INSIDE}/etc /etc
for place in /*; do
    case "$place" in
        /usr|/lib*|/bin|/sbin|/etc|{INSIDE}|/proc|/dev|/sys) ;;
        *) if [ -d "$place" ] && [ ! -L "$place" ]; then mount -t tmpfs none "$place"; fi ;;
    esac
done
shift
cd {INSIDE}
exec "$@"
"""
UNSHARE = (
    *(
        "unshare",
        "--user",
        "--map-root-user",
        "--net",
        "--mount",
        "--pid",
        "--fork",
        "--kill-child",
    ),
    *("--mount-proc", "sh", "-c", JAIL, "jail"),
)
PATH = "/usr/local/bin:/usr/bin:/bin"
LOCK = "svod-libreoffice.lock"
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">\
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">\
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">\
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">\
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">\
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


@cache
def is_here() -> bool:
    """Whether LibreOffice and the jail are; asked once."""
    if not all(shutil.which(name, path=PATH) for name in ("soffice", "unshare", "prlimit")):
        return False
    with tempfile.TemporaryDirectory(prefix="svod-office-") as folder:
        try:
            tried = subprocess.run(  # noqa: S603 - names of our own
                [*UNSHARE, folder, "true"], capture_output=True, check=False, timeout=10
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return tried.returncode == 0


def to_docx(data: bytes, ending: str, *, seconds: float = SECONDS) -> bytes:
    """``ending`` is what the file is, by its signature. Raises ``FileError``."""
    with _alone(), tempfile.TemporaryDirectory(prefix="svod-office-") as name:
        folder = Path(name)
        given = folder / f"given{ending}"
        given.write_bytes(data)
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
        _run(folder, given.name, seconds)
        made = folder / "made" / "given.docx"
        if not made.exists():
            raise FileError(DAMAGED)
        if made.stat().st_size > MAX_FILE:
            raise FileError(TOO_MUCH_INSIDE)
        return made.read_bytes()


def _run(folder: Path, given: str, seconds: float) -> None:
    command = [
        *(*UNSHARE, str(folder)),
        *("prlimit", f"--as={MEMORY}", f"--fsize={4 * MAX_FILE}", "--core=0", "soffice"),
        f"-env:UserInstallation=file://{INSIDE}/profile",
        *("--headless", "--norestore", "--nolockcheck", "--convert-to", "docx"),
        *("--outdir", f"{INSIDE}/made", f"{INSIDE}/{given}"),
    ]
    with subprocess.Popen(  # noqa: S603 - names of our own
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"PATH": PATH, "HOME": INSIDE, "TMPDIR": INSIDE, "LANG": "C.UTF-8"},
        start_new_session=True,
    ) as process:
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise FileError(TOO_LONG) from error
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def _alone() -> Iterator[None]:
    path = Path(tempfile.gettempdir()) / LOCK
    until = time.monotonic() + SECONDS
    with path.open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if time.monotonic() > until:
                    raise FileError(BUSY) from error
                time.sleep(0.2)
        yield
