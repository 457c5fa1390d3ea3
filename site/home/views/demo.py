"""Play another person, in the demo only."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ..demo_people import demo_allowed, demo_people, landing

BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    if not demo_allowed(request):
        raise Http404
    wanted = request.POST.get("email", "")
    for person in demo_people():
        if person.user.email == wanted:
            login(request, person.user, backend=BACKEND)
            return redirect(landing(person.user))
    raise Http404
