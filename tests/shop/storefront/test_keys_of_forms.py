"""A form that changes something is known when it comes twice, or coming twice changes nothing."""

import re

from tests.architecture.sources import ROOT

TEMPLATES = ROOT / "shop/storefront/templates"
FOLDER = TEMPLATES / "storefront"
_FORM = re.compile(r'<form[^>]*method="post".*?</form>', re.DOTALL)
_PART = re.compile(r'{% include "(?P<name>[^"]+)"[^%]*%}')
_KEY = re.compile(r'{% form_key %}|name="key"')

# What happens if the same form arrives twice.
ARRIVES_TWICE = {
    "account.html": "another mail, limited; an address or a card is gone, or is suggested already",
    "account_address.html": "the key stands among the fields",
    "account_email.html": "another mail, limited, of whose links the last one counts",
    "account_forgotten.html": "another mail, limited, of whose links the last one counts",
    "account_leave.html": "who has left has nothing left to leave",
    "account_password.html": "the old password is not right any more",
    "account_profile.html": "the same name and phone are written again",
    "account_reset.html": "the link of the mail opens once",
    "account_verify.html": "the address is known already",
    "checkout.html": "the key stands among what the page has shown",
    "find_order.html": "a question",
    "lost_link.html": "another mail, limited",
    "parts/account.html": "signed out already",
    "shortage.html": "each line is changed once for an order",
    "sign_in.html": "signed in once more",
    "sign_up.html": "the address is taken, by a constraint",
    "waiting_list.html": "one place for each member and thing, by a constraint",
}


def forms_without_key() -> set[str]:
    return {
        str(template.relative_to(FOLDER))
        for template in FOLDER.rglob("*.html")
        for form in _FORM.findall(template.read_text())
        if not _KEY.search(with_parts(form))
    }


def with_parts(text: str) -> str:
    return _PART.sub(lambda part: with_parts((TEMPLATES / part["name"]).read_text()), text)


def test_forms_without_a_key_are_known_and_say_why():
    assert forms_without_key() == set(ARRIVES_TWICE)
