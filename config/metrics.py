"""What Prometheus asks of the web."""

from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from outbox_relay.metrics import REGISTRY


def metrics(request: HttpRequest) -> HttpResponse:
    """The process's metrics, and how the outbox stands, in Prometheus' text format."""
    return HttpResponse(
        generate_latest() + generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST
    )
