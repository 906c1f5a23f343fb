"""What allocation policies may ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from apps.inventory.models import Warehouse
from apps.inventory.rules import Place, Site
from apps.inventory.sql.ages import oldest_units


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The warehouses as they are, and a buyer."""

    buyer: Site

    def sites(self) -> Mapping[str, Site]:
        rows = Warehouse.objects.values_list("code", "country", "postal_code")
        return {code: Site(country, postal_code) for code, country, postal_code in rows}

    def oldest(self, places: Sequence[Place]) -> Mapping[Place, datetime]:
        came = oldest_units(places)
        return {place: came[place.sku, place.warehouse] for place in places}
