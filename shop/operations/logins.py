"""Who can sign in to the demo shop. Only demo mode makes these accounts."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class DemoLogin:
    """An account whose password everybody may know."""

    role: str
    email: str
    password: str


STAFF = DemoLogin(
    role="staff login",
    email="admin@tradewind.example",
    password="harbour-keeper-demo",  # noqa: S106  (meant to be known)
)
SHOPPER = DemoLogin(
    role="shopper login",
    email="shopper@tradewind.example",
    password="fair-wind-demo",  # noqa: S106  (meant to be known)
)
DEMO_LOGINS = (STAFF, SHOPPER)
