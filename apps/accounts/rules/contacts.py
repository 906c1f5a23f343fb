"""How mail addresses, names, phone numbers and languages are written here."""

from dataclasses import dataclass
from uuid import UUID

from django.core.validators import RegexValidator

LONGEST_EMAIL = 254
LONGEST_NAME = 200
LONGEST_DEVICE = 200

plain_address = RegexValidator(
    r"^[!#-~]+@[!#-~]+\Z", "Enter an address of plain letters, digits and signs, without quotes."
)
one_line = RegexValidator(
    r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*\Z", "Leave out line breaks and control characters."
)
phone_number = RegexValidator(
    r"^\+?[0-9][0-9 ()./-]{3,}\Z", "Enter a phone number like +49 30 1234567."
)
language_tag = RegexValidator(
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,6})?\Z", "Enter a language tag like en or pt-BR."
)
country_code = RegexValidator(r"^[A-Z]{2}\Z", "Enter a country by its two letters, like DE.")


@dataclass(frozen=True, kw_only=True)
class TypedAddress:
    """Where parcels may go, as somebody typed it. `country` is ISO 3166-1 alpha-2."""

    name: str
    line1: str
    line2: str = ""
    postal_code: str
    city: str
    country: str


def normalised_email(text: str) -> str:
    """The address as it is stored and looked for: lower case, its domain in ASCII (IDNA)."""
    local, at, domain = text.strip().lower().rpartition("@")
    return f"{local}{at}{_ascii_domain(domain)}"


def nobodys_email(customer_id: UUID) -> str:
    """The address of an account whose owner was erased: no mail ever goes there (RFC 2606)."""
    return f"{customer_id}@erased.invalid"


def described_device(user_agent: str) -> str:
    """A `User-Agent` fit to be kept and shown: printable, at most 200 characters."""
    return "".join(sign for sign in user_agent[:LONGEST_DEVICE] if sign.isprintable())


def _ascii_domain(domain: str) -> str:
    if domain.isascii() or len(domain) > LONGEST_EMAIL:
        return domain
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain
