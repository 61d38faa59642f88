"""The reference tables: what each column of a file becomes in the database, and back."""

import math
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from directory import months
from directory.models import Appellation, Commune, Food, Product, ProductFamily, QualitySign
from directory.models.food import CARBON, NUTRIENTS, WEIGHTS
from directory.models.reference import ReferenceModel

# The field that names a row for good: files, addresses and links know it by that.
KEYS = {
    Commune: "insee",
    ProductFamily: "slug",
    Product: "slug",
    QualitySign: "code",
    Appellation: "inao_id",
    Food: "slug",
}


@dataclass(frozen=True)
class Column:
    """A plain value: text, number or choice, as the model's field understands it."""

    field: str
    at_creation: bool = False  # a later load leaves the field alone

    def read(self, text: str):
        return text

    def clean(self, text: str, model: type[models.Model]):
        """The value to keep, or a ValidationError in French; empty numbers are unknown."""
        field = model._meta.get_field(self.field)
        value = self.read(text)
        if value == "" and field.null:
            value = None
        return field.clean(value, None)

    def current(self, row: models.Model):
        return getattr(row, self.field)

    def write(self, row: models.Model, value) -> None:
        setattr(row, self.field, value)


@dataclass(frozen=True)
class Degrees(Column):
    """A latitude or a longitude, WGS84."""

    limit: int = 90

    def clean(self, text, model):
        value = super().clean(text, model)
        if value is not None and not (math.isfinite(value) and abs(value) <= self.limit):
            raise ValidationError(_("position impossible : « %(text)s »") % {"text": text})
        return value


class Typeset(Column):
    """Text whose straight apostrophes become curved ones."""

    def read(self, text):
        return text.replace("'", "’")


class Words(Column):
    """A list of words separated by semicolons."""

    def read(self, text):
        return [word.strip() for word in text.split(";") if word.strip()]


class Months(Column):
    """Months 1 to 12 separated by semicolons."""

    def read(self, text):
        numbers = [word.strip() for word in text.split(";") if word.strip()]
        if not all(number.isdigit() and 1 <= int(number) <= 12 for number in numbers):
            raise ValidationError(_("mois illisibles : « %(text)s »") % {"text": text})
        return months.pack(numbers)


@dataclass(frozen=True)
class Flag(Column):
    """True for one word of the file, false for another."""

    yes: str = "1"
    no: str = "0"

    def read(self, text):
        if text not in {self.yes, self.no}:
            raise ValidationError(_("« %(text)s » n’est ni oui ni non") % {"text": text})
        return text == self.yes


@dataclass(frozen=True)
class Link(Column):
    """Another row, known by its natural key."""

    model: type[models.Model] = None
    key: str = "slug"

    @cached_property
    def ids(self) -> dict:
        return dict(self.model.objects.values_list(self.key, "pk"))

    @cached_property
    def keys(self) -> dict:
        return {pk: key for key, pk in self.ids.items()}

    def clean(self, text, model):
        if text and text not in self.ids:
            raise ValidationError(_("« %(key)s » n’existe pas") % {"key": text})
        if not text and not model._meta.get_field(self.field).null:
            raise ValidationError(_("vide"))
        return text or None

    def current(self, row):
        return self.keys.get(getattr(row, f"{self.field}_id"))

    def write(self, row, value):
        setattr(row, f"{self.field}_id", self.ids.get(value))


class SoftLink(Link):
    """Another row, or none if the team has deleted it."""

    def clean(self, text, model):
        return text if text in self.ids else None


class Links(Link):
    """Several other rows, known by their natural keys; written once the row has a number."""

    def clean(self, text, model):
        keys = sorted({word.strip() for word in text.split(";") if word.strip()})
        if unknown := [key for key in keys if key not in self.ids]:
            raise ValidationError(_("n’existent pas : %(keys)s") % {"keys": ", ".join(unknown)})
        return keys

    def current(self, row):
        if row.pk is None:
            return []
        return sorted(self.keys[linked.pk] for linked in getattr(row, self.field).all())

    def write(self, row, value):
        if row.pk is not None:
            getattr(row, self.field).set([self.ids[key] for key in value])


@dataclass(frozen=True)
class Table:
    """One reference table: its model and the columns of its file."""

    model: type[ReferenceModel]
    columns: dict[str, Column]
    completes: bool = False  # the rows of another table, and creates none

    @property
    def name(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    @property
    def key(self) -> str:
        return KEYS[self.model]

    @property
    def key_column(self) -> str:
        return next(name for name, column in self.columns.items() if column.field == self.key)

    @property
    def unique_fields(self) -> list[models.Field]:
        """Fields that must differ from row to row, the key aside."""
        return [
            field
            for field in self.model._meta.fields
            if field.unique and not field.primary_key and field.name != self.key
        ]


def key_of(row: ReferenceModel) -> str:
    return str(getattr(row, KEYS[type(row)]))


def _plain(*names: str) -> dict[str, Column]:
    return {name: Column(name) for name in names}


def communes() -> Table:
    columns = _plain("insee", "name", "slug", "epci_siren", "epci_name", "population", "country")
    columns |= {
        "postcodes": Words("postcodes"),
        "latitude": Degrees("latitude"),
        "longitude": Degrees("longitude", limit=180),
    }
    return Table(Commune, columns)


def communes_of_france() -> Table:
    """The national file; `slug` is added while reading (`reference_data.load_france`)."""
    columns = {
        "code_insee": Column("insee"),
        "nom": Typeset("name"),
        "slug": Column("slug", at_creation=True),
        "codes_postaux": Words("postcodes"),
        "epci_siren": Column("epci_siren"),
        "epci_nom": Typeset("epci_name"),
        "population": Column("population"),
        "lat": Degrees("latitude"),
        "lon": Degrees("longitude", limit=180),
    }
    return Table(Commune, columns)


def families() -> Table:
    columns = _plain("slug", "name", "plural", "icon", "ink", "order", "logo_on_pack")
    columns |= {"parent": Link("parent", model=ProductFamily), "synonyms": Words("synonyms")}
    return Table(ProductFamily, columns)


def products() -> Table:
    columns = _plain("slug", "name", "plural", "nature", "dfc_uri", "ciqual_code", "note")
    columns |= {
        "synonyms": Words("synonyms"),
        "family": Link("family", model=ProductFamily),
        "broader": Link("broader", model=Product),
        "peak_months": Months("peak_months"),
        "season_months": Months("season_months"),
        "stored_months": Months("stored_months"),
    }
    return Table(Product, columns)


def signs() -> Table:
    columns = _plain("code", "acronym", "name", "family", "level", "about", "dfc_facet", "order")
    columns |= {"organic": Flag("is_organic")}
    return Table(QualitySign, columns)


def appellations() -> Table:
    columns = {
        "inao_id": Column("inao_id"),
        "name": Column("name"),
        "sign": Link("sign", model=QualitySign, key="code"),
        "family_slug": Link("family", model=ProductFamily),
        "products": Links("products", model=Product),
        "in_gard": Flag("is_certain", yes="certain", no="to_check"),
    }
    return Table(Appellation, columns)


def product_texts() -> Table:
    """Sentences on products that the catalogue has; kept apart, for those who write them."""
    return Table(Product, _plain("slug", "choose", "keep", "cook"), completes=True)


def foods() -> Table:
    numbers = (*NUTRIENTS, *CARBON, *WEIGHTS)
    columns = _plain("slug", "name", "plural", "ciqual_code", "agribalyse_code", "note")
    columns |= _plain(*numbers)
    columns |= {
        "product": SoftLink("product", model=Product),
        "synonyms": Words("synonyms"),
        "is_piece_a_part": Flag("is_piece_a_part", no=""),
        "allergens": Words("allergens"),
    }
    return Table(Food, columns)
