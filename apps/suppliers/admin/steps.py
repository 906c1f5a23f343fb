"""What may happen next to a purchase order, and what has to be said for it."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.db.models import TextChoices

from apps.suppliers import services
from apps.suppliers.models import PurchaseOrder, PurchaseOrderState
from apps.suppliers.queries import delivery_on_its_way
from apps.suppliers.rules import MAX_NOTE_LENGTH, MAX_REFERENCE
from shop.kernel.admin.clicks import key_field
from shop.kernel.admin.units import read_units, units_field, written
from shop.kernel.errors import InvalidInput


class Step(TextChoices):
    APPROVE = "approve", "Approve: it goes to the supplier"
    CHANGE = "change", "Order other quantities; what is left out is not ordered"
    CANCEL = "cancel", "Nobody wants it"
    RECEIVE = "receive", "Units arrived"
    ACKNOWLEDGE = "acknowledge", "The supplier says what will come; what is left out will not"
    CHARGE = "charge", "Freight and duty are known"
    CLOSE = "close", "The rest will not come"


_AT_SUPPLIER = (Step.RECEIVE, Step.ACKNOWLEDGE, Step.CHARGE, Step.CLOSE)
_STEPS = {
    PurchaseOrderState.PROPOSED: (Step.APPROVE, Step.CHANGE, Step.CANCEL),
    PurchaseOrderState.APPROVED: (Step.CANCEL,),
    PurchaseOrderState.SENT: _AT_SUPPLIER,
    PurchaseOrderState.ACKNOWLEDGED: _AT_SUPPLIER,
    PurchaseOrderState.PARTLY_RECEIVED: _AT_SUPPLIER,
    PurchaseOrderState.RECEIVED: (Step.CHARGE,),
    PurchaseOrderState.CLOSED: (Step.CHARGE,),
}
_WORDS = {
    Step.APPROVE: (),
    Step.CHANGE: ("units",),
    Step.CANCEL: ("reason",),
    Step.RECEIVE: ("units", "reference", "surplus_accepted"),
    Step.ACKNOWLEDGE: ("units", "comes_on"),
    Step.CHARGE: ("freight", "duty"),
    Step.CLOSE: ("reason",),
}


def steps_of(order: PurchaseOrder) -> tuple[Step, ...]:
    return _STEPS.get(PurchaseOrderState(order.state), ())


def asked_of(order: PurchaseOrder) -> tuple[str, ...]:
    """The fields of the form that say what happened to it; none where nothing can happen."""
    steps = steps_of(order)
    words = dict.fromkeys(word for step in steps for word in _WORDS[step])
    return ("step", *words, "key") if steps else ()


class PurchaseOrderStepForm(forms.ModelForm[PurchaseOrder]):
    """What happened to the purchase order. A second click may come when it is in another state
    already, so every step can be sent, and those that the state has are offered.
    """

    step = forms.ChoiceField(label="What happened", choices=Step.choices)
    units = units_field("A SKU a line, and how many of it, like TEA-100 3.", required=False)
    reference = forms.CharField(
        label="Delivery note", max_length=MAX_REFERENCE, required=False, help_text="Its number."
    )
    surplus_accepted = forms.BooleanField(
        label="Accept the surplus", required=False, help_text="More than was still to come is kept."
    )
    comes_on = forms.DateField(required=False, help_text="When it comes, like 2026-12-24.")
    freight = forms.DecimalField(max_digits=14, decimal_places=3, required=False)
    duty = forms.DecimalField(max_digits=14, decimal_places=3, required=False)
    reason = forms.CharField(max_length=MAX_NOTE_LENGTH, required=False)
    key = key_field()

    class Meta:
        model = PurchaseOrder
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        step: Any = self.fields["step"]
        step.widget.choices = [(it, it.label) for it in steps_of(self.instance)]
        coming = delivery_on_its_way(self.instance)
        begin = {
            "units": "\n".join(f"{sku} {units}" for sku, units in coming.units.items())
            if coming
            else written(self.instance.lines.all()),
            "reference": coming.reference if coming else "",
            "freight": self.instance.freight,
            "duty": self.instance.duty,
            "comes_on": self.instance.expected_on,
        }
        for name, value in begin.items():
            self.fields[name].initial = value


def take_step(order: PurchaseOrder, said: Mapping[str, Any]) -> str:
    """Does what the form says has happened. Raises what the services raise."""
    take: dict[str, Callable[[], object]] = {
        Step.APPROVE: lambda: services.approve_purchase(order_id=order.pk),
        Step.CHANGE: lambda: services.change_proposal(
            order_id=order.pk, units=read_units(said["units"])
        ),
        Step.CANCEL: lambda: services.cancel_purchase(order_id=order.pk, reason=said["reason"]),
        Step.RECEIVE: lambda: services.receive_purchase(
            order_id=order.pk,
            reference=said["reference"],
            units=read_units(said["units"]),
            surplus_accepted=said["surplus_accepted"],
        ),
        Step.ACKNOWLEDGE: lambda: services.acknowledge_purchase(
            order_id=order.pk,
            units=read_units(said["units"]),
            expected_on=_given(said["comes_on"], "on which day it comes"),
        ),
        Step.CHARGE: lambda: services.enter_charges(
            order_id=order.pk,
            freight=_given(said["freight"], "what the freight costs, or 0"),
            duty=_given(said["duty"], "what the duty is, or 0"),
        ),
        Step.CLOSE: lambda: services.close_purchase(order_id=order.pk, reason=said["reason"]),
    }
    return str(take[said["step"]]())


def _given(value: Any, what: str) -> Any:
    if value is None:
        raise InvalidInput(f"Say {what}.")
    return value
