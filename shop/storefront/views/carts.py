"""The cart: what is in it, and every way to change that."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shop.kernel.api.callers import caller_address
from shop.kernel.errors import DomainError
from shop.storefront.carts import (
    cart_page,
    change_quantity,
    choose_voucher,
    give_seat_back,
    put_into_cart,
)
from shop.storefront.faces import faces_of
from shop.storefront.forms import AddForm, ChangeForm, SeatForm, VoucherForm
from shop.storefront.visitors import customer_of, known_customer


@never_cache
@require_safe
def cart(request: HttpRequest) -> HttpResponse:
    """What the visitor has chosen, at today's prices."""
    return render(request, "storefront/cart.html", {"page": cart_page(known_customer(request))})


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Puts something in, and stays with the product."""
    form = AddForm(request.POST)
    form.full_clean()
    sku = form.cleaned_data.get("sku", "")
    face = faces_of([sku]).get(sku)
    if face is None:
        return show_gone(request)
    remark = _tried(form, partial(put_into_cart, customer_of(request)))
    if "HX-Request" in request.headers:
        shown = {"title": face.title, "remark": remark}
        return render(request, "storefront/parts/added.html", shown)
    _tell(request, face.title, remark)
    return redirect(face.page)


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Takes another quantity of something, or none of it."""
    return _changed(request, ChangeForm(request.POST), change_quantity)


@require_POST
def give_back(request: HttpRequest) -> HttpResponse:
    """Takes one seat out, and leaves the others in."""
    return _changed(request, SeatForm(request.POST), give_seat_back)


@require_POST
def voucher(request: HttpRequest) -> HttpResponse:
    """Takes a code for the cart, or takes it out again."""
    choose = partial(choose_voucher, address=caller_address(request))
    return _changed(request, VoucherForm(request.POST), choose)


def show_gone(request: HttpRequest) -> HttpResponse:
    """What was for sale a moment ago, or never was, is not."""
    return render(request, "storefront/gone.html", status=404)


def _changed(request: HttpRequest, form: forms.Form, act: Callable[..., None]) -> HttpResponse:
    customer_id = known_customer(request)
    if customer_id and (remark := _tried(form, partial(act, customer_id))):
        messages.warning(request, remark)
    return redirect("storefront:cart")


def _tried(form: forms.Form, act: Callable[..., None]) -> str:
    """Does what the valid form asks; what came in between, as a sentence, or nothing."""
    if not form.is_valid():
        return " ".join(str(mistake) for field in form.errors.values() for mistake in field)
    try:
        act(**form.cleaned_data)
    except DomainError as refusal:
        return refusal.sentence
    return ""


def _tell(request: HttpRequest, title: str, remark: str) -> None:
    if remark:
        messages.warning(request, remark)
        return
    sentence = '{} is in your cart. <a href="{}">Go to the cart</a>'
    messages.success(request, format_html(sentence, title, reverse("storefront:cart")))
