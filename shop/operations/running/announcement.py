from django.conf import settings

from shop.operations.logins import DEMO_LOGINS
from shop.operations.running.addresses import Addresses


def announcement(addresses: Addresses) -> str:
    """Return what a newcomer needs: where the shop is, and how to get in."""
    places = {
        "storefront": f"{addresses.shop}/",
        "admin": f"{addresses.shop}/admin/",
        "API documents": f"{addresses.shop}/api/docs",
    }
    lines = [f"  {name:<15}{address}" for name, address in places.items()]
    return "\n".join(["", "Tradewind is open.", *lines, *_logins(), ""])


def _logins() -> list[str]:
    if not settings.DEMO:
        return []
    return [f"  {login.role:<15}{login.email}   {login.password}" for login in DEMO_LOGINS]
