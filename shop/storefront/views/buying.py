"""From the product to the checkout."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from shop.storefront.forms import BuyForm
from shop.storefront.selection import Selection, keep_selection, selection_of
from shop.storefront.views.shelves import show_product
from shop.storefront.visitors import customer_of


@require_POST
def buy(request: HttpRequest) -> HttpResponse:
    """Keeps what was chosen and goes to the checkout, or shows the product again."""
    form = BuyForm(request.POST)
    form.full_clean()
    selection = _chosen(form)
    if selection is None:
        return show_gone(request)
    if selection.choice.available < selection.quantity:
        form.add_error("quantity", _too_few(selection.choice.available))
    if form.errors:
        return show_product(request, selection.goods, selection.choice, form)
    keep_selection(request, selection)
    customer_of(request)
    return redirect("storefront:checkout")


def show_gone(request: HttpRequest) -> HttpResponse:
    """What was for sale a moment ago, or never was, is not."""
    return render(request, "storefront/gone.html", status=404)


def _chosen(form: BuyForm) -> Selection | None:
    sku = form.cleaned_data.get("sku")
    return selection_of(sku, form.cleaned_data.get("quantity", 1)) if sku else None


def _too_few(available: int) -> str:
    return f"Only {available} left." if available else "This is sold out."
