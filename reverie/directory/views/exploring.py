"""Explore next steps: the answers are in the page, or in the body of one request, and nowhere else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from reverie.directory import queries
from reverie.directory.queries import exploring


# It keeps and changes nothing; the exemption keeps the page free of cookies.
@csrf_exempt
def explore(request: HttpRequest) -> HttpResponse:
    """Five questions; where the answers lead is worked out in the page, or here for a page without script."""
    guides = queries.guides(queries.public_practice())
    page: dict[str, object] = {
        "questions": exploring.questions(),
        "guides": [(guide, " ".join(exploring.leading_to(guide.slug))) for guide in guides],
        "first": exploring.FIRST_READING,
    }
    if request.method == "POST":
        ending = exploring.ending(dict(request.POST.lists()))
        page |= {"ending": ending, "reading": [one for one in guides if one.slug in ending.reads]}
        return render(request, "directory/explored.html", page)
    return render(request, "directory/explore.html", page)
