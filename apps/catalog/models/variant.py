from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from apps.catalog.models.product import Product
from apps.catalog.rules.drafts import variant_key
from apps.catalog.rules.soundness import MOST_OPTIONS, sound_compare_at_price, sound_price
from shop.events.base import Money
from shop.events.catalog import PublishedVariant
from shop.kernel.identity import new_id
from shop.kernel.money import money


class Variant(models.Model):
    """One thing to put into a cart, at a price including tax.

    `stock_code` is what events call its SKU: given once, never changed, always there. `sku` is
    what the merchant calls it, and may be empty. `compare_at_price` is the former, higher price.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="variants")
    stock_code = models.CharField(max_length=80, unique=True)
    sku = models.CharField("SKU", max_length=80, blank=True)
    option_values = ArrayField(models.CharField(max_length=255), default=list, blank=True)
    price = models.DecimalField(max_digits=14, decimal_places=3)
    compare_at_price = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    currency = models.CharField(max_length=3)
    weight_grams = models.PositiveIntegerField(default=0)
    barcode = models.CharField(max_length=64, blank=True)
    position = models.PositiveIntegerField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["position", "stock_code"]
        constraints = [
            models.UniqueConstraint(
                "sku",
                name="variant_sku_once",
                condition=~models.Q(sku=""),
                violation_error_message="Another variant has this SKU: choose one of its own.",
            ),
            models.UniqueConstraint(
                "product",
                "option_values",
                name="variant_options_once",
                condition=models.Q(sku=""),
                violation_error_message="The product has a variant of these options already: "
                "choose others, or give this one a SKU.",
            ),
            models.CheckConstraint(
                name="variant_price_positive",
                condition=models.Q(price__gt=0),
                violation_error_message="A price is more than nothing.",
            ),
            models.CheckConstraint(
                name="variant_was_dearer",
                condition=models.Q(compare_at_price__isnull=True)
                | models.Q(compare_at_price__gt=models.F("price")),
                violation_error_message="The price to compare with is higher than the price; "
                "leave it empty if there is none.",
            ),
            models.CheckConstraint(
                name="variant_currency_is_iso", condition=models.Q(currency__regex=r"^[A-Z]{3}$")
            ),
            models.CheckConstraint(
                name="variant_options_few",
                condition=models.Q(option_values__len__lte=MOST_OPTIONS),
                violation_error_message=f"A variant has at most {MOST_OPTIONS} options.",
            ),
            models.CheckConstraint(
                name="variant_has_stock_code", condition=~models.Q(stock_code="")
            ),
        ]

    def __str__(self) -> str:
        return self.stock_code

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from its siblings: the merchant's SKU, or else the options."""
        return variant_key(self.sku, tuple(self.option_values))

    def cost(self) -> Money:
        return money(self.price, self.currency)

    def reprice(self, price: Decimal, *, compare_at_price: Decimal | None) -> None:
        """Costs `price` from now on. Raises InvalidInput for amounts that are no prices."""
        self.price = sound_price(price, currency=self.currency)
        self.compare_at_price = sound_compare_at_price(
            compare_at_price, price=self.price, currency=self.currency
        )

    def title_within(self, product: Product) -> str:
        """The product's title with the chosen options, "Darjeeling (250 g)"."""
        options = " / ".join(value for value in self.option_values if value)
        return f"{product.title} ({options})" if options else product.title

    def published(self, product: Product) -> PublishedVariant:
        """What the other contexts learn about it."""
        return PublishedVariant(
            sku=self.stock_code,
            title=self.title_within(product)[:255],
            price=self.cost(),
            tax_class=product.tax_class,
            weight_grams=self.weight_grams,
        )
