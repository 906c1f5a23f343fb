from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db.models import TextChoices
from django.http import HttpRequest

from apps.inventory import services
from apps.inventory.models import Transfer, TransferLine, TransferState
from apps.inventory.rules import MAX_NOTE_LENGTH
from shop.kernel.admin import ReadOnlyInline, ServiceAdmin
from shop.kernel.admin.clicks import done_per_click, key_field
from shop.kernel.admin.units import read_units, units_field, written


class Step(TextChoices):
    """What may happen next to a transfer."""

    SHIP = "ship", "All units leave"
    CANCEL = "cancel", "It will not be shipped"
    RECEIVE = "receive", "Units arrived"
    CLOSE = "close", "The rest is missing"


_STEPS = {
    TransferState.DRAFT: (Step.SHIP, Step.CANCEL),
    TransferState.SHIPPED: (Step.RECEIVE, Step.CLOSE),
    TransferState.PARTLY_RECEIVED: (Step.RECEIVE, Step.CLOSE),
}
_ASKED_OF_A_DRAFT = ("step", "key")
_ASKED_UNDER_WAY = ("step", "units", "reason", "key")


class NewTransferForm(forms.ModelForm[Transfer]):
    """What is to go where."""

    units = units_field("A SKU a line, and how many of it, like TEA-100 3.", required=True)
    key = key_field()


class TransferStepForm(forms.ModelForm[Transfer]):
    """What happened to the transfer. A second click may come when it is in another state already,
    so every step can be sent, and those that the state has are offered.
    """

    step = forms.ChoiceField(label="What happened", choices=Step.choices)
    units = units_field("What arrived: a SKU a line, and how many of it.", required=False)
    reason = forms.CharField(
        max_length=MAX_NOTE_LENGTH, required=False, help_text="Why the rest is missing."
    )
    key = key_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = _STEPS.get(TransferState(self.instance.state), ())
        self.fields["step"].widget.choices = [(step, step.label) for step in offered]
        self.fields["units"].initial = written(self.instance.lines.all())


class TransferLineInline(ReadOnlyInline):
    model = TransferLine
    fields = readonly_fields = ("sku", "quantity", "received", "missing", "outstanding")


@admin.register(Transfer)
class TransferAdmin(ServiceAdmin):
    """Whoever may change transfers says what happened; the services move the units."""

    form = TransferStepForm
    add_form = NewTransferForm
    list_display = ("id", "origin", "destination", "state", "created_at", "note")
    list_filter = ("state", "origin", "destination")
    list_select_related = ("origin", "destination")
    autocomplete_fields = ("origin", "destination")
    search_fields = ("=id", "=lines__sku")
    search_help_text = "The id of a transfer, or a whole SKU"
    ordering = ("-id",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is over only shows; a second click on what ended it still gets its answer."""
        may_change = super().has_change_permission(request, obj)
        return may_change and (obj is None or not obj.is_over or request.method == "POST")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        facts = ["origin", "destination", "state", "note", "created_at", "shipped_at", "closed_at"]
        return facts if obj else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        if obj is None:
            return ["origin", "destination", "units", "note", "key"]
        may_step = self.has_change_permission(request, obj)
        is_draft = obj.state == TransferState.DRAFT
        asked = _ASKED_OF_A_DRAFT if is_draft else _ASKED_UNDER_WAY
        return [*self.get_readonly_fields(request, obj), *(asked if may_step else ())]

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return [TransferLineInline] if obj else []

    def save_model(self, request: HttpRequest, obj: Transfer, form: Any, change: Any) -> None:
        said = form.cleaned_data
        if change:
            done_per_click(request, f"transfer {obj.pk}", said, lambda: _step(obj, said))
        else:
            obj.pk = UUID(done_per_click(request, "transfers", said, lambda: _draft(said)))


def _draft(said: Mapping[str, Any]) -> str:
    transfer = services.draft_transfer(
        origin=said["origin"].code,
        destination=said["destination"].code,
        units=read_units(said["units"]),
        note=said["note"],
    )
    return str(transfer.pk)


def _step(transfer: Transfer, said: Mapping[str, Any]) -> str:
    take: dict[str, Callable[[], Transfer]] = {
        Step.SHIP: lambda: services.ship_transfer(transfer_id=transfer.pk),
        Step.CANCEL: lambda: services.cancel_transfer(transfer_id=transfer.pk),
        Step.RECEIVE: lambda: services.receive_transfer(
            transfer_id=transfer.pk, units=read_units(said["units"])
        ),
        Step.CLOSE: lambda: services.close_transfer(transfer_id=transfer.pk, reason=said["reason"]),
    }
    return str(take[said["step"]]())
