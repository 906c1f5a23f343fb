"""Where firms may call back, `payments/sandbox`, and the secrets that each of them signs with."""

from django.conf import settings


def secrets_of(door: str) -> tuple[str, ...]:
    """The firm's secrets: two while it changes from one to the other, none for strangers."""
    own = (settings.SANDBOX_SECRET,) if door.endswith("/sandbox") else ()
    return tuple(secret for secret in (*own, *settings.CALLBACK_SECRETS.get(door, ())) if secret)


def doors_of(app: str) -> list[str]:
    """The doors that were opened to firms of this kind, besides those of the sandbox."""
    return sorted(door for door in settings.CALLBACK_SECRETS if door.startswith(f"{app}/"))


def address_of(door: str) -> str:
    """What the firm has to be told."""
    return f"{settings.SHOP_URL}/callbacks/{door}"
