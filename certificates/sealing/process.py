"""Reads a stranger's file apart from the site: limited, and killed when it overstays.

Run as `python -m certificates.sealing.process`: a line of JSON with our certificates and
then the file come in, one line of JSON goes out. It has no settings and no secrets.
"""

import json
import os
import resource
import subprocess
import sys
import threading
from collections.abc import Mapping

from ..exceptions import CheckBusy
from .inspection import NOT_A_PDF, SealReport, inspect

SECONDS = 4
MEGABYTES = 512
#: One file at a time in a process of the site: the others keep their threads.
_free = threading.BoundedSemaphore(1)


def inspect_apart(data: bytes, ours: Mapping[str, str]) -> SealReport:
    """As `inspect`, in a process of its own. What takes too much is called no PDF.

    Refuses CheckBusy while another file is read.
    """
    if not data.startswith(b"%PDF-"):
        return NOT_A_PDF
    if not _free.acquire(blocking=False):
        raise CheckBusy
    try:
        result = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", __name__],
            input=json.dumps(dict(ours)).encode() + b"\n" + data,
            capture_output=True,
            timeout=SECONDS + 2,
            check=True,
            env=_environment(),
        )
        return SealReport.from_message(json.loads(result.stdout))
    except (subprocess.SubprocessError, OSError, ValueError, KeyError, TypeError):
        return NOT_A_PDF
    finally:
        _free.release()


def _environment() -> dict[str, str]:
    kept = ("PATH", "LD_LIBRARY_PATH", "TZ")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _limit() -> None:
    size = MEGABYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    _limit()
    ours = json.loads(sys.stdin.buffer.readline())
    report = inspect(sys.stdin.buffer.read(), ours)
    sys.stdout.write(json.dumps(report.to_message()))


if __name__ == "__main__":
    main()
