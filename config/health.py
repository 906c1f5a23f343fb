"""What load balancers ask, and where workers tell how they do."""

import logging

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import start_http_server

logger = logging.getLogger(__name__)


def healthz(request: HttpRequest) -> HttpResponse:
    """200: the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """200 when orders can be taken, that is with the database; 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"database": "unreachable"}, status=503)
    return JsonResponse({"database": "ok"})


def serve_metrics(**_: object) -> None:
    """Answers Prometheus at `settings.WORKER_METRICS`, for a process that serves nothing else.

    An address that is taken is logged only: work is worth more than its figures.
    """
    host, _colon, port = settings.WORKER_METRICS.rpartition(":")
    if not port:
        return
    try:
        start_http_server(int(port), host)
    except OSError as error:
        logger.warning("No metrics at WORKER_METRICS=%s: %s", settings.WORKER_METRICS, error)
