from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from apps.catalog import services
from apps.catalog.admin.lines import lines_field, read_pairs, show, written
from apps.catalog.models import Attribute, ProductType
from apps.catalog.rules.attributes import AttributeDraft
from shop.kernel.admin import ServiceAdmin


class AttributeForm(forms.ModelForm[Attribute]):
    choice_lines = lines_field("Of a choice, one answer a line, in their order: red: Deep red")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.instance.choices.all()
        show(self, "choice_lines", written((c.value, c.label) for c in choices))


@admin.register(Attribute)
class AttributeAdmin(ServiceAdmin):
    form = AttributeForm
    list_display = ["label", "code", "kind", "dimension", "unit", "is_filter", "position"]
    list_filter = ["kind", "is_filter"]
    search_fields = ["=code", "label", "code"]
    fields = [
        *("code", "label", "kind", "dimension", "unit", "is_filter", "position"),
        "choice_lines",
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code", "kind", "dimension"] if obj else []

    def save_model(self, request: HttpRequest, obj: Attribute, form: Any, change: Any) -> None:
        draft = AttributeDraft(
            code=obj.code,
            label=obj.label,
            kind=obj.kind,
            dimension=obj.dimension,
            unit=obj.unit,
            is_filter=obj.is_filter,
            position=obj.position,
            choices=tuple(read_pairs(form.cleaned_data["choice_lines"])),
        )
        if change:
            services.revise_attribute(attribute_id=obj.pk, draft=draft)
        else:
            obj.pk = services.define_attribute(draft=draft).pk


class ProductTypeForm(forms.ModelForm[ProductType]):
    required = lines_field("Codes of the attributes that each product needs, one a line.")
    optional = lines_field("Codes of those that it may have, one a line.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        show(self, "required", _codes(self.instance, is_required=True))
        show(self, "optional", _codes(self.instance, is_required=False))


@admin.register(ProductType)
class ProductTypeAdmin(ServiceAdmin):
    form = ProductTypeForm
    list_display = ["title", "created_at"]
    search_fields = ["title"]
    fields = ["title", "required", "optional"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["title"] if obj else []

    def save_model(self, request: HttpRequest, obj: ProductType, form: Any, change: Any) -> None:
        obj.pk = services.define_product_type(
            title=obj.title,
            required=form.cleaned_data["required"].split(),
            optional=form.cleaned_data["optional"].split(),
        ).pk


def _codes(product_type: ProductType, *, is_required: bool) -> str:
    attributes = product_type.type_attributes.filter(is_required=is_required)
    return "\n".join(attributes.values_list("attribute__code", flat=True))
