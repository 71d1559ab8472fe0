"""The quarterly table written by another process: at another hour, in another place.

``python -m tests.export.elsewhere MODULE FUNCTION YEARS`` prints the SHA-256 of the file that a
writer makes when the clock is YEARS ahead.
"""

import datetime as dt
import hashlib
import importlib
import os
import subprocess
import sys
import time
from pathlib import Path

YEAR = 365 * 24 * 3600  # seconds


def digests_elsewhere(module, function):
    """SHA-256 of the file in two other processes, which hash strings otherwise and live in other
    time zones and other years."""
    return {
        subprocess.run(
            [sys.executable, "-m", __name__, module, function, years],
            cwd=Path(__file__).resolve().parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed, zone, years in (("1", "UTC", "9"), ("2", "Asia/Kamchatka", "-20"))
    }


def shift_clock(seconds):
    """Whatever a module that is imported later may ask the time of answers for another moment."""
    now, local, greenwich = time.time, time.localtime, time.gmtime
    time.time = lambda: now() + seconds
    time.time_ns = lambda: int(time.time() * 1e9)
    time.localtime = lambda moment=None: local(time.time() if moment is None else moment)
    time.gmtime = lambda moment=None: greenwich(time.time() if moment is None else moment)

    class Date(dt.date):
        @classmethod
        def today(cls):
            return cls.fromtimestamp(time.time())

    class DateTime(dt.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls.fromtimestamp(time.time(), tz)

        @classmethod
        def utcnow(cls):
            return cls.now(dt.UTC).replace(tzinfo=None)

        @classmethod
        def today(cls):
            return cls.now()

    dt.date, dt.datetime = Date, DateTime


def main(module, function, years):
    shift_clock(int(years) * YEAR)
    write = getattr(importlib.import_module(module), function)
    tables = importlib.import_module("tests.export.tables")
    sys.stdout.write(hashlib.sha256(write(tables.quarterly_table())).hexdigest())


if __name__ == "__main__":
    main(*sys.argv[1:])
