"""Statements of one request, for database servers that keep no count of their own."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client

from bench.load import Asked
from shop.kernel.customer_keys import forget_remembered_keys


class Counter:
    """A wrapper of every statement that this process asks for."""

    def __init__(self) -> None:
        self.statements = 0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.statements += 1
        return execute(*arguments)


def statements_of(request: Asked) -> int:
    """How many statements the request and those after it need, answered in this process.

    Raises RuntimeError if it is refused.
    """
    # As in a process to which the customer is new.
    forget_remembered_keys()
    counter = Counter()
    for step in request.steps:
        with connection.execute_wrapper(counter):
            response = Client(SERVER_NAME="localhost").post(
                step.path, data=step.body, content_type="application/json", headers=step.headers
            )
        if response.status_code >= 300:
            raise RuntimeError(f"The request was refused: {response.content.decode()}")
    return counter.statements
