"""Search over the pages that anybody may read."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..searching import found_pages

PER_PAGE = 20


def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    results = Paginator(found_pages(query), PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "home/search.html", {"query": query, "results": results})
