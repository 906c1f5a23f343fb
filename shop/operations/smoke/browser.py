import httpx

from shop.operations.smoke.errors import SmokeFound
from shop.operations.smoke.pages import Form, Page


class Browser:
    """Walks from page to page by links and forms; raises SmokeFound where there is no way on."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._open(client.get("/", follow_redirects=True))

    @property
    def path(self) -> str:
        """Where the browser stands."""
        return self._address.path

    def links(self, part: str) -> list[str]:
        """Return the page's links to addresses that have this part."""
        return [link for link in self._page.links if part in link]

    def can_submit(self, action: str) -> bool:
        return self._form(action) is not None

    def follow(self, part: str) -> None:
        """Follow the first link to an address that has this part."""
        links = self.links(part)
        if not links:
            raise SmokeFound(f"{self._address} must have a link to {part}, but has none.")
        self.visit(links[0])

    def visit(self, address: str) -> None:
        self._open(self._client.get(self._address.join(address), follow_redirects=True))

    def submit(self, action: str, **typed: str) -> None:
        """Send the form that goes there, with these fields filled in."""
        form = self._form(action)
        if form is None:
            raise SmokeFound(f"{self._address} must have a form to {action}, but has none.")
        self._open(
            self._client.post(
                self._address.join(action),
                data={**form.fields, **typed},
                headers={"Referer": str(self._address)},
                follow_redirects=True,
            )
        )

    def _form(self, action: str) -> Form | None:
        fitting = [form for form in self._page.forms if form.action == action and form.is_open]
        return fitting[0] if fitting else None

    def _open(self, response: httpx.Response) -> None:
        if response.status_code != 200:
            raise SmokeFound(
                f"{response.url} must be a page, but answers with {response.status_code}."
            )
        self._address = response.url
        self._page = Page(response.text)
