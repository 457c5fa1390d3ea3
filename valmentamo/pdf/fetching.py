"""The locked fetcher: what is inside the document and named assets, nothing else."""

import mimetypes
from collections.abc import Mapping
from typing import Any
from urllib import request

from weasyprint.urls import URLFetcher, URLFetcherResponse

SCHEME = "asset:"


class LockedFetcher(URLFetcher):
    """Knows data: addresses and asset:<name>. No network, no files, no SSL context."""

    def __init__(self, assets: Mapping[str, bytes] | None = None) -> None:
        # WeasyPrint's own set-up adds handlers for http, ftp and file.
        request.OpenerDirector.__init__(self)
        self._assets = dict(assets or {})
        self._data = request.DataHandler()
        self._request = None
        # A missing logo stops the document; it is never a silent blank.
        self._fail_on_errors = True

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url[:5].lower() == "data:":
            answer = self._data.data_open(request.Request(url))  # noqa: S310
            return URLFetcherResponse(url, answer.read(), dict(answer.headers))
        name = url.removeprefix(SCHEME)
        if name != url and name in self._assets:
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, self._assets[name], {"Content-Type": kind})
        raise ValueError(f"Refused address: {url[:80]}")

    def open(self, url: Any, data: Any = None, timeout: Any = None) -> Any:
        return self.fetch(url if isinstance(url, str) else url.full_url)

    def __call__(self, url: str) -> URLFetcherResponse:
        return self.fetch(url)
