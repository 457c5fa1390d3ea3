"""HTML in, an accessible archival PDF out, drawn by a process that can be killed."""

import atexit
import contextlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec

from . import messages, process
from .attachments import Attachment, names_once
from .exceptions import PdfNotInstalled, RenderStopped
from .fonts import FOLDER

SECONDS = 20
MEGABYTES = 1024
START_SECONDS = 60
# A process is replaced after so many documents, so that a slow leak never grows large.
DOCUMENTS = 500


class Renderer:
    """One rendering process and the line to it; made when the first document is drawn."""

    def __init__(self, *, seconds: int = SECONDS, megabytes: int = MEGABYTES) -> None:
        self.seconds, self.megabytes = seconds, megabytes
        self.forget()

    def forget(self) -> None:
        """Let go of the line without ending the process: it is the parent's after a fork."""
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._left = 0

    def ask(self, request: dict[str, object]) -> dict[str, object]:
        with self._lock:
            try:
                line = self._ready()
                self._left -= 1
                response = self._exchange(line, request)
            except (OSError, ValueError) as error:
                self._end()
                raise RenderStopped(_why(error, self.seconds)) from error
            if response is None:
                self._end()
                raise RenderStopped("The rendering process died over the document.")
            return response

    def stop(self) -> None:
        with self._lock:
            self._end()

    def _exchange(
        self, line: socket.socket, request: dict[str, object]
    ) -> dict[str, object] | None:
        with self._killed_after(self.seconds):
            messages.send(line, request)
            return messages.receive(line)

    @contextlib.contextmanager
    def _killed_after(self, seconds: int) -> Iterator[None]:
        """End the process when the time is up; the line then closes by itself."""
        late = threading.Event()

        def end() -> None:
            late.set()
            if self._process is not None:
                self._process.kill()

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            if late.is_set():
                raise TimeoutError

    def _ready(self) -> socket.socket:
        alive = self._process is not None and self._process.poll() is None
        if self._line is None or not alive or self._left <= 0:
            self._end()
            self._start()
        assert self._line is not None  # noqa: S101 - tells the type checker
        return self._line

    def _start(self) -> None:
        if find_spec("weasyprint") is None:
            raise PdfNotInstalled
        ours, theirs = socket.socketpair()
        limits = [str(theirs.fileno()), str(self.megabytes), str(self.seconds)]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", process.__name__, *limits],
                pass_fds=[theirs.fileno()],
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self._line, self._left = ours, DOCUMENTS
        # Loading the libraries is not the document's time.
        with self._killed_after(START_SECONDS):
            messages.receive(ours)

    def _end(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._process = self._line = None


def _environment() -> dict[str, str]:
    """Nothing of the site's environment but what Python and the libraries need."""
    kept = ("PATH", "HOME", "XDG_CACHE_HOME", "LD_LIBRARY_PATH", "TMPDIR")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "FONTCONFIG_FILE": str(FOLDER / "fonts.conf"),
        "LANG": "C.UTF-8",
    }


def _why(error: Exception, seconds: int) -> str:
    if isinstance(error, TimeoutError):
        return f"The document was not ready in {seconds} seconds."
    return "The rendering process died over the document."


_renderer = Renderer()
os.register_at_fork(after_in_child=_renderer.forget)


@atexit.register
def _stop() -> None:
    with contextlib.suppress(Exception):
        _renderer.stop()


def render(
    html: str,
    *,
    created: datetime,
    css: str = "",
    assets: Mapping[str, bytes] | None = None,
    pages: int | None = 1,
    attachments: Sequence[Attachment] = (),
    signature_field: str | None = None,
    renderer: Renderer | None = None,
) -> bytes:
    """Draw an HTML document as one file that is both PDF/A-3a and PDF/UA-1.

    The same arguments give the same bytes, in any process. The document may use
    data: addresses and `asset:<name>` for the given assets; every other address is
    refused. `pages` is the number of pages that it must have, None for any.
    `attachments` go inside the file. `signature_field` is the label of an empty,
    invisible field for a seal, tagged so that a sealed file is as accessible.

    Refuses MissingGlyphs, WrongPageCount, AssetRefused and RenderStopped (more than
    twenty seconds or a gigabyte). Raises PdfNotInstalled without the extra `pdf`.
    """
    names_once(attachments)
    response = (renderer or _renderer).ask(
        {
            "html": html,
            "css": css,
            "assets": {n: messages.pack(d) for n, d in (assets or {}).items()},
            "created": created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "pages": pages,
            "attachments": [attachment.to_message() for attachment in attachments],
            "signature_field": signature_field,
        }
    )
    if "pdf" in response:
        return messages.unpack(str(response["pdf"]))
    raise process.refusal(response)
