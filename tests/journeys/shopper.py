"""A shopper who talks to the shop over HTTP only."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import httpx

from shop.kernel.identity import new_id

APPROVED = "tok_4242424242424242"
DECLINED = "tok_4000000000000002"
STALLED = "tok_4000000000000119"
LATE = "tok_4000000000000341"
SLOW = "tok_4000000000000077"
REPEATING = "tok_4000000000000259"
PATIENCE_SECONDS = 60
ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "12 St James's Square",
    "city": "London",
    "postal_code": "SW1Y 4JH",
    "country": "GB",
}


class Shopper:
    """Registers on arrival; looks at orders until they are as expected."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=url, trust_env=False, timeout=20)

    def __enter__(self) -> Self:
        answer = self._client.post(
            "/auth/register",
            json={
                "email": f"{new_id()}@example.com",
                "password": "correct horse battery",
                "name": "Ada",
            },
        )
        answer.raise_for_status()
        self._client.headers["Authorization"] = f"Bearer {answer.json()['access']}"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._client.close()

    def buys(self, sku: str, quantity: int, *, token: str = "", key: str = "") -> httpx.Response:
        """Places an order, with a token also pays it."""
        body = {
            "lines": [{"sku": sku, "quantity": quantity}],
            "delivery_address": ADDRESS,
            "payment_token": token,
        }
        return self._client.post(
            "/api/v1/orders", json=body, headers={"Idempotency-Key": key or str(new_id())}
        )

    def pays(self, order_id: str, token: str) -> httpx.Response:
        """Tries to pay an order that waits for its money with a card."""
        return self.pays_by(order_id, method="card", token=token)

    def pays_by(self, order_id: str, **how: str) -> httpx.Response:
        """Tries to pay in this way: `method`, and what belongs to it."""
        return self._client.post(f"/api/v1/orders/{order_id}/payment-attempts", json=how)

    def is_asked_to_act(self, order_id: str) -> dict[str, Any]:
        """Waits until the payment needs the buyer; what he has to do."""
        action: dict[str, Any] = eventually(lambda: self.payment(order_id)["next_action"])
        return action

    def cancels(self, order_id: str) -> httpx.Response:
        """Asks for the order to be stopped."""
        return self._client.post(f"/api/v1/orders/{order_id}/cancel")

    def order(self, order_id: str) -> dict[str, Any]:
        """The order as the shop shows it now."""
        answer: dict[str, Any] = self._client.get(f"/api/v1/orders/{order_id}").json()
        return answer

    def payment(self, order_id: str) -> dict[str, Any]:
        """The payment of the order as the shop shows it now."""
        answer: dict[str, Any] = self._client.get(f"/api/v1/orders/{order_id}/payment").json()
        return answer

    def sees(self, order_id: str, **expected: object) -> dict[str, Any]:
        """Waits until the order shows these values."""

        def as_expected() -> dict[str, Any] | None:
            order = self.order(order_id)
            return order if expected.items() <= order.items() else None

        return eventually(as_expected, lambda: f"{expected}, but it is {self.order(order_id)}")


def eventually(
    look: Callable[[], Any],
    describe: Callable[[], str] = lambda: "it",
    *,
    patience: float = PATIENCE_SECONDS,
) -> Any:
    """What `look` returns once it is true. Fails after `patience` seconds with what is there."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError(f"Waited {patience} s for {describe()}")
