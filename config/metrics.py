"""What Prometheus asks of the web."""

from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from outbox_relay.metrics import REGISTRY as OF_OUTBOX
from shop.operations.reconcile.metrics import REGISTRY as OF_BOOKS


def metrics(request: HttpRequest) -> HttpResponse:
    """The process's metrics, and how the outbox and the books stand, in Prometheus' text format."""
    told = generate_latest() + generate_latest(OF_OUTBOX) + generate_latest(OF_BOOKS)
    return HttpResponse(told, content_type=CONTENT_TYPE_LATEST)
