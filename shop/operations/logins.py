"""Who can sign in to the demo shop. Only demo mode makes these accounts."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class DemoLogin:
    """An account whose password everybody may know; its phone, in E.164 form, rings nowhere.

    `staff_role` is one of `shop.operations.roles`, "" for a shopper or a superuser.
    """

    role: str
    name: str
    email: str
    password: str
    staff_role: str = ""
    phone: str = ""


STAFF = DemoLogin(
    role="staff login",
    name="Harbour Keeper",
    email="admin@tradewind.example",
    password="harbour-keeper-demo",  # noqa: S106  (meant to be known)
)
SHOPPER = DemoLogin(
    role="shopper login",
    name="Sam Fairwind",
    email="shopper@tradewind.example",
    password="fair-wind-demo",  # noqa: S106  (meant to be known)
    phone="+442079460321",
)
SUPPORT = DemoLogin(
    role="support",
    name="Suki Pilot",
    email="support@tradewind.example",
    password="pilot-boat-demo",  # noqa: S106  (meant to be known)
    staff_role="support",
)
WAREHOUSE = DemoLogin(
    role="warehouse",
    name="Walt Derrick",
    email="warehouse@tradewind.example",
    password="derrick-crane-demo",  # noqa: S106  (meant to be known)
    staff_role="warehouse",
)
FINANCE = DemoLogin(
    role="finance",
    name="Fina Purser",
    email="finance@tradewind.example",
    password="purser-chest-demo",  # noqa: S106  (meant to be known)
    staff_role="finance",
)
MERCHANDISER = DemoLogin(
    role="merchandiser",
    name="Merle Chandler",
    email="merchandiser@tradewind.example",
    password="window-dresser-demo",  # noqa: S106  (meant to be known)
    staff_role="merchandiser",
)
PURCHASER = DemoLogin(
    role="purchaser",
    name="Percy Victualler",
    email="purchaser@tradewind.example",
    password="full-hold-demo",  # noqa: S106  (meant to be known)
    staff_role="purchaser",
)
DEMO_LOGINS = (STAFF, SHOPPER, SUPPORT, WAREHOUSE, FINANCE, MERCHANDISER, PURCHASER)
