"""How long hostile files and pastes hold a worker.

    python -m tests.bench.hostile

Each case is read by a process of its own. The seconds of the processor are printed beside their
goal and judged by who reads them: a slow or busy machine is no fault of the code.
"""

import sys
import tempfile
from pathlib import Path

from tests.importing.test_cost import CASES, read_apart

GOAL = 2  # seconds


def main() -> int:
    sys.stdout.write(f"Враждебный ввод               с      МБ   цель — до {GOAL} с\n")
    with tempfile.TemporaryDirectory() as folder:
        for name, (kind, make) in CASES.items():
            seconds, megabytes, _ = read_apart(kind, make(), Path(folder) / "given")
            sys.stdout.write(
                f"{name:<26}{seconds:>5.2f}{megabytes:>8}{'   дольше' * (seconds > GOAL)}\n"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
