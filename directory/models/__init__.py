from directory.models.catalogue import Appellation, Product, ProductFamily, QualitySign
from directory.models.listing import Listing, ListingCell, ListingWord, OpenInterval
from directory.models.pages import (
    HoursException,
    ListedPage,
    ListedPageTag,
    Offer,
    Photo,
    PointOfSalePage,
    Presence,
    ProducerIndexPage,
    ProducerPage,
    SearchPage,
    StockedProduct,
)
from directory.models.sources import DuplicatePair, ImportRun, Source, SourceRecord
from directory.models.territory import Commune

__all__ = [
    "Appellation",
    "Commune",
    "DuplicatePair",
    "HoursException",
    "ImportRun",
    "ListedPage",
    "ListedPageTag",
    "Listing",
    "ListingCell",
    "ListingWord",
    "Offer",
    "OpenInterval",
    "Photo",
    "PointOfSalePage",
    "Presence",
    "ProducerIndexPage",
    "ProducerPage",
    "Product",
    "ProductFamily",
    "QualitySign",
    "SearchPage",
    "Source",
    "SourceRecord",
    "StockedProduct",
]
