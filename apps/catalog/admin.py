"""Staff keeps the catalogue here. Every change goes through a service, so the others hear of it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from apps.catalog import services
from apps.catalog.models import Category, Product, ProductImage, Variant
from apps.catalog.queries import complete_products, draft_of
from apps.catalog.rules.drafts import ProductDraft, VariantDraft
from shop.kernel.admin import ReadOnlyInline, ServiceAdmin
from shop.kernel.errors import DomainError


@admin.register(Category)
class CategoryAdmin(ServiceAdmin):
    list_display = ["title", "handle", "created_at"]
    search_fields = ["title", "handle"]
    fields = ["handle", "title", "blurb", "picture"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["handle"] if obj else []

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: Any) -> None:
        said = {"title": obj.title, "blurb": obj.blurb, "picture": obj.picture}
        if change:
            services.revise_category(category_id=obj.id, **said)
        else:
            obj.pk = services.create_category(handle=obj.handle, **said).pk


_PRODUCT_FIELDS = [
    "handle",
    "title",
    "description",
    "brand",
    "product_type",
    "tags",
    "category",
    "tax_class",
    "picture",
]


class NewProductForm(forms.ModelForm[Product]):
    """A product begins with one variant; more of them come with a file."""

    sku = forms.CharField(label="SKU", max_length=80, required=False)
    price = forms.DecimalField(max_digits=14, decimal_places=3)
    weight_grams = forms.IntegerField(min_value=0, initial=0)


class VariantInline(ReadOnlyInline):
    model = Variant
    fields = ["stock_code", "option_values", "price", "compare_at_price", "currency", "barcode"]
    show_change_link = True


class ImageInline(ReadOnlyInline):
    model = ProductImage
    fields = ["position", "address", "alt"]


@admin.register(Product)
class ProductAdmin(ServiceAdmin):
    list_display = ["title", "handle", "state", "brand", "category", "created_at"]
    list_filter = ["state", "category", "tax_class"]
    list_select_related = ["category"]
    search_fields = ["title", "handle", "brand", "variants__sku", "variants__stock_code"]
    actions = ["publish_products", "withdraw_products"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["handle", "state", "option_names"] if obj else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        added = ["state", "option_names"] if obj else ["sku", "price", "weight_grams"]
        return [*_PRODUCT_FIELDS, *added]

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,
        change: bool = False,  # noqa: FBT001, FBT002 - Django's signature
        **kwargs: Any,
    ) -> Any:
        chosen = {} if obj else {"form": NewProductForm}
        return super().get_form(request, obj, change, **{**kwargs, **chosen})

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return [VariantInline, ImageInline] if obj else []

    def save_model(self, request: HttpRequest, obj: Product, form: Any, change: Any) -> None:
        if change:
            draft = draft_of(complete_products().get(pk=obj.pk))
            services.revise_product(product_id=obj.pk, draft=_revised(draft, obj))
            services.draw_product(product_id=obj.pk, picture=obj.picture)
        else:
            draft = _new_draft(obj, form.cleaned_data)
            obj.pk = services.create_product(draft=draft, picture=obj.picture).pk

    @admin.action(description="Offer for sale", permissions=["change"])
    def publish_products(self, request: HttpRequest, chosen: QuerySet[Product]) -> None:
        _with_each(request, chosen, lambda pk: services.publish_product(product_id=pk))

    @admin.action(description="Withdraw from sale", permissions=["change"])
    def withdraw_products(self, request: HttpRequest, chosen: QuerySet[Product]) -> None:
        _with_each(request, chosen, lambda pk: services.withdraw_product(product_id=pk))


@admin.register(Variant)
class VariantAdmin(ServiceAdmin):
    list_display = ["stock_code", "product", "price", "compare_at_price", "currency"]
    list_filter = ["product__state"]
    list_select_related = ["product"]
    search_fields = ["sku", "stock_code", "barcode", "product__title"]
    fields = ["product", "stock_code", "sku", "option_values", "price", "compare_at_price"]
    readonly_fields = ["product", "stock_code", "sku", "option_values"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Variant, form: Any, change: Any) -> None:
        services.change_price(
            stock_code=obj.stock_code, price=obj.price, compare_at_price=obj.compare_at_price
        )


def _revised(draft: ProductDraft, product: Product) -> ProductDraft:
    return replace(
        draft,
        title=product.title,
        description=product.description,
        brand=product.brand,
        product_type=product.product_type,
        tags=tuple(product.tags),
        category=product.category.handle if product.category else "",
        tax_class=product.tax_class,
    )


def _new_draft(product: Product, fields: dict[str, Any]) -> ProductDraft:
    variant = VariantDraft(
        sku=fields["sku"], price=fields["price"], weight_grams=fields["weight_grams"]
    )
    return _revised(ProductDraft(handle=product.handle, title="", variants=(variant,)), product)


def _with_each(
    request: HttpRequest, products: QuerySet[Product], service: Callable[[UUID], Product]
) -> None:
    for product in products:
        try:
            service(product.pk)
        except DomainError as refusal:
            messages.error(request, f"{product.title}: {refusal.sentence}")
