"""Shoppers who talk to the shop over HTTP only, and approve payments where they are asked to."""

import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import httpx

from shop.kernel.identity import new_id
from tests.shop.sandbox.process import TLS

APPROVED = "tok_4242424242424242"
DECLINED = "tok_4000000000000002"
ASKS = "tok_4000000000003220"
STALLED = "tok_4000000000000119"
LATE = "tok_4000000000000341"
SLOW = "tok_4000000000000077"
REPEATING = "tok_4000000000000259"
MUDDLED = "tok_4000000000000267"
LETS_GO = "tok_4000000000000127"
PATIENCE_SECONDS = 120
PASSWORD = "correct horse battery"  # noqa: S105 - guards nothing
ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "12 St James's Square",
    "city": "London",
    "postal_code": "SW1Y 4JH",
    "country": "GB",
}

REFUSES = ADDRESS | {"line1": "Return to sender"}
"""Whatever the courier brings there comes back."""


SLOW_LANE = ADDRESS | {"line1": "Slow lane"}
"""The courier fetches what goes there late."""


class Shopper:
    """Fills a cart, orders, pays, and looks at orders until they are as expected.

    Whatever changes something carries a key of its own, so the transport may ask again.
    """

    def __init__(self, url: str, *, transport: httpx.BaseTransport | None = None) -> None:
        manner = {"trust_env": False, "timeout": 20, "transport": transport, "verify": TLS}
        self.client = httpx.Client(base_url=url, **manner)
        # Who approves a payment shows the bank no access token of the shop.
        self._browser = httpx.Client(**manner)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.client.close()
        self._browser.close()

    def puts_into_cart(self, sku: str, quantity: int) -> httpx.Response:
        """Puts so many units into the cart."""
        return self._wants("/api/v1/cart/lines", {"sku": sku, "quantity": quantity})

    def picks_seats(self, sku: str, *seats: str) -> httpx.Response:
        """Puts tickets for these seats into the cart."""
        wanted = {"sku": sku, "quantity": len(seats), "seats": list(seats)}
        return self._wants("/api/v1/cart/lines", wanted)

    def takes_out_of_cart(self, sku: str) -> httpx.Response:
        """Wants none of it any more."""
        return self.client.delete(f"/api/v1/cart/lines/{sku}")

    def has_voucher(self, code: str) -> httpx.Response:
        """Wants the cart to be ordered with this voucher."""
        headers = {"Idempotency-Key": str(new_id())}
        return self.client.put("/api/v1/cart/voucher", json={"code": code}, headers=headers)

    def checks_out(
        self,
        *,
        token: str = "",
        email: str = "",
        key: str = "",
        address: Mapping[str, str] = ADDRESS,
    ) -> httpx.Response:
        """Orders the cart, with a token also pays it."""
        body = {"delivery_address": dict(address), "email": email, "payment_token": token}
        return self._wants("/api/v1/checkout", body, key=key)

    def buys(self, sku: str, quantity: int, *, token: str = "", key: str = "") -> httpx.Response:
        """Places an order without a cart, with a token also pays it."""
        return self.buys_all([(sku, quantity)], token=token, key=key)

    def buys_all(
        self,
        lines: Sequence[tuple[str, int]],
        *,
        token: str = "",
        key: str = "",
        address: Mapping[str, str] = ADDRESS,
    ) -> httpx.Response:
        """Places an order of these SKUs and quantities, line by line; with a token also pays it."""
        body = {
            "lines": [{"sku": sku, "quantity": quantity} for sku, quantity in lines],
            "delivery_address": dict(address),
            "payment_token": token,
        }
        return self._wants("/api/v1/orders", body, key=key)

    def pays(self, order_id: str, token: str) -> httpx.Response:
        """Tries to pay an order that waits for its money with a card."""
        return self.pays_by(order_id, method="card", token=token)

    def pays_by(self, order_id: str, *, key: str = "", **how: str) -> httpx.Response:
        """Tries to pay in this way: `method`, and what belongs to it."""
        return self._wants(f"/api/v1/orders/{order_id}/payment-attempts", how, key=key)

    def is_asked_to_act(self, order_id: str) -> dict[str, Any]:
        """Waits until the payment needs the buyer; what he has to do."""
        action: dict[str, Any] = eventually(lambda: self.payment(order_id)["next_action"])
        return action

    def decides(self, action: dict[str, Any], decision: str) -> httpx.Response:
        """Presses a button of the gateway's page; the answer leads back to the shop, if anywhere.

        Nobody follows it: the browser never comes back.
        """
        return self._browser.post(action["page"], data={"decision": decision})

    def cancels(self, order_id: str) -> httpx.Response:
        """Asks for the order to be stopped."""
        return self._wants(f"/api/v1/orders/{order_id}/cancel", None)

    def wants_less(self, order_id: str, line_id: str, units: int) -> httpx.Response:
        """Cancels so many units of the line."""
        lines = [{"line_id": line_id, "quantity": units}]
        body = {"lines": lines, "reason": "takes_too_long"}
        return self._wants(f"/api/v1/orders/{order_id}/cancel-items", body)

    def sends_back(self, order_id: str, line_id: str, units: int) -> httpx.Response:
        """Asks to send so many units of the line back."""
        lines = [{"line_id": line_id, "quantity": units}]
        body = {"lines": lines, "reason": "changed_mind"}
        return self._wants(f"/api/v1/orders/{order_id}/returns", body)

    def documents(self, order_id: str) -> list[dict[str, Any]]:
        """The invoice of the order and its credit notes, as the shop shows them now."""
        answer = self.client.get(f"/api/v1/orders/{order_id}/invoices").json()
        items: list[dict[str, Any]] = answer["items"]
        return items

    def order(self, order_id: str) -> dict[str, Any]:
        """The order as the shop shows it now."""
        answer: dict[str, Any] = self.client.get(f"/api/v1/orders/{order_id}").json()
        return answer

    def parcel_state(self, order_id: str) -> str:
        """How the order's parcel stands; empty if there is none."""
        answer = self.client.get(f"/api/v1/shipments/{order_id}")
        return str(answer.json()["state"]) if answer.is_success else ""

    def payment(self, order_id: str) -> dict[str, Any]:
        """The payment of the order as the shop shows it now."""
        answer: dict[str, Any] = self.client.get(f"/api/v1/orders/{order_id}/payment").json()
        return answer

    def sees(self, order_id: str, **expected: object) -> dict[str, Any]:
        """Waits until the order shows these values."""

        def as_expected() -> dict[str, Any] | None:
            order = self.order(order_id)
            return order if expected.items() <= order.items() else None

        return eventually(as_expected, lambda: f"{expected}, but it is {self.order(order_id)}")

    def _wants(self, path: str, body: object, *, key: str = "") -> httpx.Response:
        headers = {"Idempotency-Key": key or str(new_id())}
        return self.client.post(path, json=body, headers=headers)


class Member(Shopper):
    """Somebody with an account, opened on arrival."""

    def __init__(
        self, url: str, *, email: str = "", transport: httpx.BaseTransport | None = None
    ) -> None:
        super().__init__(url, transport=transport)
        self.email = email or f"{new_id()}@example.com"

    def __enter__(self) -> Self:
        who = {"email": self.email, "password": PASSWORD, "name": "Ada"}
        answer = self.client.post("/auth/register", json=who)
        # Who did not hear the first answer is told that the address is taken: by this account.
        if answer.status_code != httpx.codes.CONFLICT:
            answer.raise_for_status()
        self.signs_in()
        return self

    def signs_in(self) -> None:
        """Gets an access token that is as good as new."""
        who = {"email": self.email, "password": PASSWORD}
        answer = self.client.post("/auth/login", json=who).raise_for_status()
        self.client.headers["Authorization"] = f"Bearer {answer.json()['access']}"


class Guest(Shopper):
    """Somebody without an account, with a cart of their own, opened on arrival."""

    def __enter__(self) -> Self:
        answer = self.client.post("/api/v1/carts").raise_for_status()
        self.client.headers["Cart-Token"] = answer.json()["token"]
        return self

    def checks_out(
        self,
        *,
        token: str = "",
        email: str = "",
        key: str = "",
        address: Mapping[str, str] = ADDRESS,
    ) -> httpx.Response:
        """Orders the cart and keeps the token that opens the order."""
        email = email or f"{new_id()}@example.com"
        answer = super().checks_out(token=token, email=email, key=key, address=address)
        if answer.is_success:
            self.client.headers["Order-Token"] = answer.json()["lookup_token"]
        return answer


def eventually(
    look: Callable[[], Any],
    describe: Callable[[], str] = lambda: "it",
    *,
    patience: float = PATIENCE_SECONDS,
    pause: float = 0.1,
) -> Any:
    """What `look` returns once it is true. Fails after `patience` seconds with what is there."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(pause)
    raise AssertionError(f"Waited {patience} s for {describe()}")
