"""Make the pages of the demonstration from the rows of its tables; nothing is saved here."""

from datetime import date, timedelta
from decimal import Decimal
from html import escape
from itertools import count

from django.utils.text import slugify
from wagtail.rich_text import RichText

from directory.demonstration import content, pictures, seeded
from directory.enums import Nature, PositionPrecision, StepFree
from directory.models import (
    Appellation,
    Commune,
    HoursException,
    Offer,
    Photo,
    PointOfSalePage,
    Presence,
    ProducerPage,
    Product,
    QualitySign,
    StockedProduct,
)

QUOTE = "«\N{NO-BREAK SPACE}%s\N{NO-BREAK SPACE}»"
STEP_FREE = {"unknown": StepFree.UNKNOWN}
FOR_PROFESSIONALS = ("volumes", "packaging", "delivery")


class Maker:
    """Turns rows into pages; knows the reference tables, today, and where points already stand."""

    def __init__(self, *, source, today: date):
        self.source, self.today = source, today
        self.communes = {commune.name: commune for commune in Commune.objects.all()}
        self.products = {product.slug: product for product in Product.objects.all()}
        self.signs = {sign.code: sign for sign in QualitySign.objects.all()}
        self.appellations = {
            appellation.name: appellation
            for appellation in Appellation.objects.select_related("sign")
        }
        self.ranks = {name: count() for name in self.communes}
        self.points = {}

    def producer(self, row: dict) -> ProducerPage:
        page = ProducerPage(
            **self._shared(row),
            story=self._story(row),
            practices=row.get("practices", ""),
            origin=row.get("origin", ""),
            visits_welcome=row.get("visits", False),
            sells_to_professionals="professionals" in row,
            professional_terms=row.get("professionals", ""),
        )
        page.offers = [self._offer(row, offer) for offer in row["offers"]]
        natures = {offer.product.nature for offer in page.offers.all()}
        page.is_raw = Nature.RAW in natures
        page.is_processed = Nature.PROCESSED in natures
        page.is_craft = Nature.CRAFT in natures
        return self._with_relations(page, row)

    def place(self, row: dict, producers: dict[str, ProducerPage]) -> PointOfSalePage:
        """The page of a row; `producers`: the pages of the producers, by name."""
        stop, _comma, line = row.get("bus", "").rpartition(", ")
        page = PointOfSalePage(
            **self._shared(row),
            kind=row["kind"],
            opening_hours=row.get("hours", ""),
            description=_prose(row["description"]) if "description" in row else [],
            payment=row.get("payment", "").split(),
            services=row.get("services", "").split(),
            own_production_share=row.get("own_share"),
            step_free=STEP_FREE.get(row.get("step_free"), row.get("step_free", "")),
            access_note=row.get("access_note", ""),
            bus_stop=stop,
            bus_line=line.removeprefix("lignes ").removeprefix("ligne "),
            has_bike_rack=row.get("bike"),
            parking=row.get("parking", ""),
        )
        page.stocked_products = [
            StockedProduct(**self._line(row, product)) for product in row.get("products", [])
        ]
        page.presences = [
            Presence(producer=producers[name], note=note) for name, note in content.presences(row)
        ]
        page.hours_exceptions = [
            self._exception(exception) for exception in row.get("exceptions", [])
        ]
        return self._with_relations(page, row)

    def _shared(self, row: dict) -> dict:
        name = row["name"]
        commune = self.communes[row["commune"]]
        latitude, longitude = self._point(row, commune)
        label = row.get("label", {})
        dice = seeded.draw(name, "contacts")
        return {
            "title": name,
            "live": not row.get("draft", False),
            "commune": commune,
            "address": row.get("address", ""),
            "postcode": commune.postcode,
            "latitude": latitude,
            "longitude": longitude,
            "precision": row.get("precision") or PositionPrecision.EXACT,
            "summary": row["summary"],
            "phone": seeded.phone(name),
            "phone_is_public": dice.random() < 0.75,
            "email": f"bonjour@{slugify(name)}.example",
            "email_is_public": dice.random() < 0.3,
            "confirmed_on": seeded.confirmed_on(row, self.today),
            "closed_for_good": row.get("closed", False),
            "source": self.source,
            "label_number": label.get("number", ""),
            "label_scope": label.get("scope", ""),
        }

    def _point(self, row, commune):
        if row.get("beside") in self.points:
            point = seeded.beside(self.points[row["beside"]], row["name"])
        else:
            point = seeded.around(commune, next(self.ranks[commune.name]), row["name"])
        self.points[row["name"]] = point
        return point

    def _with_relations(self, page, row):
        if "scene" in row:
            scene = row["scene"]
            image = pictures.site_image(scene)
            page.photos = [Photo(image=image, alt=pictures.DESCRIPTIONS[scene])]
        page.tags.add(*row.get("tags", []))
        return page

    def _story(self, row):
        quote = [("quote", QUOTE % row["quote"])] if "quote" in row else []
        return quote + _prose(row["story"])

    def _offer(self, row: dict, offer: dict) -> Offer:
        trade = {key: offer[key] for key in FOR_PROFESSIONALS if key in offer}
        return Offer(**self._line(row, offer), **trade, for_professionals=bool(trade))

    def _line(self, row: dict, line: dict) -> dict:
        """What an offer of a producer and a product of a shop have in common."""
        fields = {"product": self.products[line["product"]], "note": line.get("note", "")}
        if "months" in line:
            fields["months"] = content.mask(line["months"])
        if "price" in line:
            amount, unit = content.price(line["price"])
            age = seeded.draw(row["name"], line["product"]).randint(5, 120)
            fields |= {
                "price": Decimal(amount),
                "price_unit": unit,
                "price_on": self.today - timedelta(days=age),
            }
        if "sign" in line or "appellation" in line:
            fields |= self._sign(row, line)
        return fields

    def _sign(self, row: dict, line: dict) -> dict:
        dice = seeded.draw(row["name"], "sign")
        state = row.get("signs") or dice.choice(["checked", "checked", "declared"])
        ends = -20 if state == "expired" else dice.randint(60, 600)
        checked = self.today - timedelta(days=dice.randint(10, 200)) if state == "checked" else None
        return {
            "sign": self.signs[line["sign"]] if "sign" in line else None,
            "appellation": self.appellations.get(line.get("appellation")),
            "sign_number": seeded.sign_number(row["name"], line.get("appellation", "sign")),
            "sign_expires_on": self.today + timedelta(days=ends),
            "sign_checked_on": checked,
        }

    def _exception(self, row: dict) -> HoursException:
        start = self.today + timedelta(days=row["in"])
        return HoursException(
            start=start,
            end=start + timedelta(days=row["days"] - 1),
            hours=row.get("hours", ""),
            note=row.get("note", ""),
        )


def _prose(text: str) -> list[tuple[str, str]]:
    return [("text", RichText(f"<p>{escape(text, quote=False)}</p>"))]
