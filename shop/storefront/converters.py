"""What may stand in an address. Anything else is simply not found, before anybody is asked."""


class HandleConverter:
    """The name of a product or category, as the catalogue allows it."""

    regex = r"[^\s/?#%\\\x00-\x1f\x7f]{1,200}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class CountConverter:
    """A number from 1 on, small enough to be meant."""

    regex = r"[1-9][0-9]{0,5}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class OrderNumberConverter:
    """An order number like 7KQ2M-9XBDT, in whatever case somebody types it."""

    regex = r"[0-9A-Za-z]{2,10}-[0-9A-Za-z]{2,10}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value
