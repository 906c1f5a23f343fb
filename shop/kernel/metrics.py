"""Where processes that serve nothing else tell Prometheus how they do."""

import logging

from django.conf import settings
from prometheus_client import start_http_server

logger = logging.getLogger(__name__)


def serve_metrics(setting: str) -> None:
    """Answers Prometheus at the `host:port` that the setting names, if it names one.

    An address that is taken is logged only: work is worth more than its figures.
    """
    address = getattr(settings, setting)
    host, _colon, port = address.rpartition(":")
    if not port:
        return
    try:
        start_http_server(int(port), host)
    except OSError as error:
        logger.warning("No metrics at %s=%s: %s", setting, address, error)
