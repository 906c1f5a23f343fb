from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.catalog import services
from apps.catalog.admin.each import with_each
from apps.catalog.models import ProductImage
from shop.kernel.admin import ServiceAdmin


class NewImageForm(forms.ModelForm[ProductImage]):
    file = forms.FileField(help_text="JPEG, PNG, WebP, AVIF or GIF, up to 15 MB.")


@admin.register(ProductImage)
class ProductImageAdmin(ServiceAdmin):
    add_form = NewImageForm
    list_display = ["product", "position", "alt", "state", "failure", "created_at"]
    list_filter = ["state"]
    list_select_related = ["product"]
    search_fields = ["=id", "=product__handle", "product__title", "alt"]
    autocomplete_fields = ["product"]
    actions = ["prepare_again", "remove_images"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        shown = ["product", "address", "state", "failure", "width", "height"]
        return shown if obj else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return (
            [*self.get_readonly_fields(request, obj), "alt", "position"]
            if obj
            else [*("product", "file", "alt")]
        )

    def save_model(self, request: HttpRequest, obj: ProductImage, form: Any, change: Any) -> None:
        if change:
            services.describe_image(image_id=obj.pk, alt=obj.alt, position=obj.position)
            return
        content = form.cleaned_data["file"].read()
        obj.pk = services.add_image(product_id=obj.product_id, content=content, alt=obj.alt).pk

    @admin.action(description="Fetch and prepare again", permissions=["change"])
    def prepare_again(self, request: HttpRequest, chosen: QuerySet[ProductImage]) -> None:
        with_each(request, chosen, lambda pk: services.prepare_image_again(image_id=pk))

    @admin.action(description="Remove from the product", permissions=["change"])
    def remove_images(self, request: HttpRequest, chosen: QuerySet[ProductImage]) -> None:
        with_each(request, chosen, lambda pk: services.remove_image(image_id=pk))
