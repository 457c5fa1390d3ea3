"""The rendering process: started by `rendering`, limited, and killed when it overstays.

Run as `python -m valmentamo.pdf.process <socket> <megabytes> <seconds>`. It has none of
the site's secrets: no Django, no settings, an almost empty environment.
"""

import resource
import socket
import sys
from typing import Any

from . import messages
from .attachments import Attachment
from .exceptions import AssetRefused, MissingGlyphs, PdfError, WrongPageCount

FILE_SIZE = 16 * 1024 * 1024


def limit(megabytes: int) -> None:
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_SIZE, FILE_SIZE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_seconds(seconds: int) -> None:
    """Let this much more processor time pass before the kernel ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def answer(request: dict[str, Any]) -> dict[str, Any]:
    from .engine import draw

    try:
        data = draw(
            html=request["html"],
            css=request["css"],
            assets={n: messages.unpack(d) for n, d in request["assets"].items()},
            created=request["created"],
            pages=request["pages"],
            attachments=[Attachment.from_message(m) for m in request["attachments"]],
            signature_field=request["signature_field"],
        )
    except MissingGlyphs as error:
        return {"refused": "glyphs", "characters": error.characters}
    except WrongPageCount as error:
        return {"refused": "pages", "pages": error.pages, "wanted": error.wanted}
    except AssetRefused as error:
        return {"refused": "asset", "message": str(error)}
    except MemoryError:
        return {"refused": "memory"}
    except Exception as error:  # noqa: BLE001 - the parent must hear of any fault
        return {"refused": "fault", "message": f"{type(error).__name__}: {error}"}
    return {"pdf": messages.pack(data)}


def refusal(response: dict[str, Any]) -> PdfError:
    """Make the exception again on the parent's side."""
    kind = response.get("refused")
    if kind == "glyphs":
        return MissingGlyphs(response["characters"])
    if kind == "pages":
        return WrongPageCount(response["pages"], response["wanted"])
    if kind == "asset":
        return AssetRefused(response["message"])
    return PdfError(response.get("message", "The document needs too much memory."))


def main(descriptor: str, megabytes: str, seconds: str) -> None:
    limit(int(megabytes))
    with socket.socket(fileno=int(descriptor)) as connection:
        from . import engine

        engine.fonts()
        messages.send(connection, {"ready": True})
        while request := messages.receive(connection):
            allow_seconds(int(seconds))
            messages.send(connection, answer(request))


if __name__ == "__main__":
    main(*sys.argv[1:])
