"""What fills a cart and changes it."""

from django import forms

from shop.events.orders import LONGEST_SEAT
from shop.storefront.forms.fields import LONGEST_KEY, Quantity, Seats, hidden_text


class AddForm(forms.Form):
    """What to put into the cart, how many of it, and the key of this page's one try.

    Every seat that is picked is a ticket: a smaller quantity counts for nothing then.
    """

    sku = hidden_text(max_length=80)
    quantity = Quantity()
    seats = Seats()
    key = hidden_text(max_length=LONGEST_KEY)


class SeatForm(forms.Form):
    """Which seat shall not be in the cart any more."""

    sku = hidden_text(max_length=80)
    seat = hidden_text(max_length=LONGEST_SEAT)
    key = hidden_text(max_length=LONGEST_KEY)


class VoucherForm(forms.Form):
    """The code of a voucher; none takes it out. Twice is as good as once."""

    code = forms.CharField(max_length=80, required=False)
    key = hidden_text(max_length=LONGEST_KEY)


class ChangeForm(forms.Form):
    """How many of something shall be in the cart; 0 takes it out."""

    sku = hidden_text(max_length=80)
    quantity = Quantity(min_value=0)
    key = hidden_text(max_length=LONGEST_KEY)
