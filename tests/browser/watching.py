"""What no page may do, whatever the journey: leave the host, break the policy, fail."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response

POLICY, LANGUAGE = "policy broken:", "language of the page:"
LISTEN = f"""
addEventListener("securitypolicyviolation", (event) => console.error(
  "{POLICY}", event.violatedDirective, event.blockedURI, event.sourceFile, event.lineNumber));
addEventListener("DOMContentLoaded", () => console.debug(
  "{LANGUAGE} " + document.documentElement.lang));
"""
#: Asked of nobody else; the last two are the browser's own viewer of PDF files.
OWN = ("data", "blob", "about", "chrome", "chrome-extension")
#: Answers with a page or with words of their own; the browser notes each as an error.
REFUSALS = {401, 403, 404, 409, 422}


class Watch:
    """Collects the faults of one browser window and the languages that it met."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.faults: list[str] = []
        self.languages: set[str] = set()
        self.requests = 0

    def over(self, context: BrowserContext) -> None:
        context.add_init_script(LISTEN)
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("console", self._noted)
        context.on(
            "weberror", lambda error: self.faults.append(f"script: {error.error}")
        )

    def _asked(self, request: Request) -> None:
        self.requests += 1
        place = urlsplit(request.url)
        if place.scheme not in OWN and place.netloc != self.host:
            self.faults.append(f"left the host: {request.url}")

    def _answered(self, response: Response) -> None:
        is_page = response.request.resource_type in ("document", "fetch", "xhr")
        allowed = REFUSALS if is_page else set()
        if response.status >= 400 and response.status not in allowed:
            self.faults.append(f"{response.status}: {response.url}")
        language = response.headers.get("content-language")
        if language and response.request.is_navigation_request():
            self.languages.add(language)

    def _noted(self, message: ConsoleMessage) -> None:
        if message.text.startswith(LANGUAGE):
            self.languages.add(message.text.removeprefix(LANGUAGE).strip())
        elif message.type in ("error", "warning") and not _is_refusal(message.text):
            self.faults.append(f"console: {message.text}")


def _is_refusal(text: str) -> bool:
    """The browser's note of a status, which `_answered` tells better."""
    return text.startswith("Failed to load resource")
