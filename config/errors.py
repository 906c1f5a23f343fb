"""Errors outside of the API's own views: problem documents for programs, pages for people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shop.kernel.api.problems import problem

_API_PATHS = ("/api/", "/auth/", "/callbacks/")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nobody knows this address."""
    if request.path.startswith(_API_PATHS):
        return problem(404, "not_found", "There is no such thing here.")
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request could not be understood at all."""
    if request.path.startswith(_API_PATHS):
        return problem(400, "malformed_request", "The request could not be understood.")
    return render(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a bug, of which the log knows more."""
    if request.path.startswith(_API_PATHS):
        return problem(500, "internal_error", "Something broke on our side; nothing was done.")
    return render(request, "500.html", status=500)
