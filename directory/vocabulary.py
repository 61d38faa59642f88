"""The words that visitors use for products, families, kinds of places and communes.

The vocabulary lives in each process. Once per edition of the site (`home.edition`), or each time
outside of requests, one query compares the catalogue's counts and last changes with those it was
read at: an edit in any process, by the admin, a command or an import, is seen by the next request.
Each of the six values is read from an index.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter

from django.db import connection
from django.db.models import Count, Max
from django.utils.translation import gettext_lazy as _
from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory import text
from directory.enums import Country, Kind
from directory.models import Commune, ListingWord, Product, ProductFamily
from home import edition

SHORTEST_TYPO = 5
LONGEST_TYPO_PHRASE = 3

_VERSION = """
    SELECT (SELECT MAX(updated_at) FROM directory_product),
           (SELECT COUNT(*) FROM directory_product),
           (SELECT MAX(updated_at) FROM directory_productfamily),
           (SELECT COUNT(*) FROM directory_productfamily),
           (SELECT MAX(updated_at) FROM directory_commune),
           (SELECT COUNT(*) FROM directory_commune)
"""

_KIND_WORDS = {
    (Kind.PRODUCER,): "producteur|productrice|agriculteur|agricultrice|maraîcher|maraîchère|"
    "éleveur|éleveuse|paysan|paysanne|exploitation agricole",
    (Kind.FARM_GATE,): "ferme|vente directe|vente directe à la ferme",
    (Kind.FARM_STAND,): "cabane|stand",
    (Kind.PRODUCER_SHOP,): "magasin fermier|boutique paysanne|boutique de producteurs|"
    "point de vente collectif",
    (Kind.OPEN_MARKET, Kind.FARMERS_MARKET, Kind.EVENING_MARKET, Kind.MARKET_HALL): "marché",
    (Kind.OPEN_MARKET,): "marché hebdomadaire|marché traditionnel",
    (Kind.FARMERS_MARKET,): "marché paysan|marché fermier|marché de pays",
    (Kind.EVENING_MARKET,): "marché nocturne",
    (Kind.MARKET_HALL,): "marché couvert",
    (Kind.BASKET_PICKUP,): "panier|panier fermier|panier paysan",
    (Kind.VENDING_MACHINE,): "distributeur|automate",
    (Kind.LOCKER,): "casier|consigne",
    (Kind.ROUND,): "camion|épicerie ambulante|vente ambulante",
    (Kind.GROCERY,): "épicier|épicière|épicerie fine|supérette",
    (Kind.SUPERMARKET,): "supermarché|hypermarché|grande surface",
    (Kind.RESTAURANT,): "resto|auberge",
    (Kind.BAKERY,): "boulanger|boulangère",
    (Kind.BUTCHER,): "boucher|bouchère|boucherie charcuterie",
    (Kind.FISHMONGER,): "poissonnier|poissonnière",
    (Kind.DELICATESSEN,): "fromagerie|fromager|fromagère|crémerie|traiteur",
    (Kind.CELLAR,): "cave|caveau|cave coopérative|caviste",
    (Kind.CONFECTIONER,): "pâtisserie|confiserie|pâtissier|chocolatier|chocolaterie|glacier",
    (Kind.WORKSHOP,): "atelier|artisan|artisane",
}
_FLAG_WORDS = [
    ("bio", "1", _("Bio"), "bio|biologique|agriculture biologique|ab"),
    ("label", "1", _("Produits labellisés"), "label|labellisé|labellisée"),
    ("saison", "1", _("De saison"), "saison|produit de saison"),
    ("acces", "pmr", _("Accessible en fauteuil"), "pmr|fauteuil|fauteuil roulant"),
    ("ouvert", "maintenant", _("Ouvert maintenant"), "ouvert|ouverte|ouvert maintenant"),
]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that words mean: a parameter of the search and its values."""

    parameter: str
    values: tuple[str, ...]
    label: str
    ids: tuple[int, ...] = ()
    plural: str = ""

    @property
    def value(self) -> str:
        return self.values[0]


@dataclass(frozen=True, slots=True)
class Town:
    slug: str
    name: str
    insee: str
    postcodes: tuple[str, ...]
    latitude: float | None
    longitude: float | None
    population: int


@dataclass(slots=True)
class Vocabulary:
    """What is recognised, by key (`text.key`) and by slug. The first entry of a key wins."""

    entries: dict[str, Entry] = field(default_factory=dict)
    longest: int = 1
    products: dict[str, Entry] = field(default_factory=dict)
    families: dict[str, Entry] = field(default_factory=dict)
    roots: tuple[str, ...] = ()
    towns: dict[str, Town] = field(default_factory=dict)  # by slug and by INSEE code
    towns_by_postcode: dict[str, Town] = field(default_factory=dict)
    towns_by_key: dict[str, Town] = field(default_factory=dict)
    typo_keys: list[str] = field(default_factory=list)
    # Every word of every name, in order, with its rank in the name: to find by first letters.
    name_words: list[tuple[str, int, tuple[str, ...], Entry]] = field(default_factory=list)

    def town(self, typed: str) -> Town | None:
        """The commune that a slug, a code or a name as typed means; a postcode, its largest."""
        typed = typed.strip()
        name, _bracket, code = typed.partition("(")
        name, code = text.key(name), code.strip(" )")
        found = self.towns.get(typed.lower()) or self.towns_by_postcode.get(typed)
        found = found or self.towns_by_key.get(name) or self.towns_by_postcode.get(code)
        if found:
            return found
        near = self.close_to(name, only="ou")
        return self.towns[near.value] if near else None

    def close_to(self, key: str, *, only: str = "") -> Entry | None:
        """The entry one letter away from a key (one added, missing, changed, or two swapped)."""
        if len(key) < SHORTEST_TYPO:
            return None
        found = process.extract(
            key, self.typo_keys, scorer=OSA.distance, score_cutoff=1, limit=10, processor=None
        )
        near = [self.entries[name] for name, _distance, _index in found]
        if only:
            near = [entry for entry in near if entry.parameter == only]
        return min(near, key=lambda e: _PRIORITY.index(e.parameter), default=None)

    def beginning_with(self, prefix: str) -> Iterator[tuple[int, tuple[str, ...], Entry]]:
        """Names of which a word begins so, the rank of that word first."""
        start = bisect_left(self.name_words, prefix, key=itemgetter(0))
        for word, rank, tokens, entry in islice(self.name_words, start, None):
            if not word.startswith(prefix):
                break
            yield rank, tokens, entry

    def add(self, entry: Entry, names: Iterable[str]):
        for name in names:
            key = text.key(name)
            if not key:
                continue
            tokens = tuple(text.tokens(name))
            self.name_words += [(word, rank, tokens, entry) for rank, word in enumerate(tokens)]
            if key not in self.entries:
                self.entries[key] = entry
                self.longest = max(self.longest, key.count(" ") + 1)
                if len(key) >= SHORTEST_TYPO - 1:
                    self.typo_keys.append(key)


_PRIORITY = (
    *("produit", "famille", "type", "bio", "label", "saison", "acces", "ouvert", "pays", "ou"),
)

_kept: tuple[tuple, Vocabulary] | None = None


@edition.kept
def current() -> Vocabulary:
    """The vocabulary of the catalogue as it is now."""
    global _kept
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        version = tuple(cursor.fetchone())
    if _kept is None or _kept[0] != version:
        _kept = (version, _read())
    return _kept[1]


def version_of_communes() -> tuple:
    """What changes when a commune is added, corrected or taken away."""
    return tuple(Commune.objects.aggregate(last=Max("updated_at"), number=Count("pk")).values())


def known_words(candidates: Sequence[str]) -> set[str]:
    """Those of the words that some listing bears."""
    return {word for word in candidates if ListingWord.objects.filter(word=word).exists()}


def _read() -> Vocabulary:
    found = Vocabulary()
    products = list(Product.objects.order_by("name"))
    narrower = defaultdict(list)
    for product in products:
        narrower[product.broader_id].append(product.pk)
    for product in products:
        ids = (product.pk, *narrower[product.pk])
        entry = Entry("produit", (product.slug,), product.name, ids, product.plural)
        found.products[product.slug] = entry
        found.add(entry, [product.name, product.plural, *product.synonyms])
    _read_families(found)
    for kind in Kind:
        found.add(Entry("type", (kind.value,), kind.label), [str(kind.label)])
    for kinds, words in _KIND_WORDS.items():
        label = kinds[0].label if len(kinds) == 1 else _("Marché")
        entry = Entry("type", tuple(kind.value for kind in kinds), label)
        found.add(entry, words.split("|"))
    for parameter, value, label, words in _FLAG_WORDS:
        found.add(Entry(parameter, (value,), label), words.split("|"))
    for country in Country:
        found.add(Entry("pays", (country.value,), country.label), [str(country.label)])
    _read_towns(found)
    found.name_words.sort(key=itemgetter(0))
    return found


def _read_families(found: Vocabulary):
    families = list(ProductFamily.objects.order_by("order", "name"))
    children = defaultdict(list)
    for family in families:
        children[family.parent_id].append(family.pk)
    found.roots = tuple(family.slug for family in families if family.parent_id is None)
    for family in families:
        ids = (family.pk, *children[family.pk])
        entry = Entry("famille", (family.slug,), family.name, ids, family.plural)
        found.families[family.slug] = entry
        found.add(entry, [family.name, family.plural, *family.synonyms])


def _read_towns(found: Vocabulary):
    columns = ("slug", "name", "insee", "postcodes", "latitude", "longitude", "population")
    rows = Commune.objects.values_list(*columns)
    for slug, name, insee, codes, latitude, longitude, population in sorted(
        rows, key=lambda row: (-(row[6] or 0), row[2])
    ):
        town = Town(slug, name, insee, tuple(codes), latitude, longitude, population or 0)
        found.towns[slug] = found.towns[insee] = town
        for code in codes:
            found.towns_by_postcode.setdefault(code, town)
        if latitude is not None:
            found.towns_by_key.setdefault(text.key(name), town)
            found.add(Entry("ou", (slug,), name), [name])
