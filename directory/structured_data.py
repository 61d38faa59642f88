"""schema.org nodes of the directory: only what the page itself makes public."""

from datetime import date

from directory.enums import Kind
from directory.hours import Hours
from directory.models import ListedPage, PointOfSalePage, ProducerPage
from home.seo import absolute

# schema.org has no word for most kinds of place; Store is the honest general one.
TYPES = {
    Kind.RESTAURANT: "Restaurant",
    Kind.BAKERY: "Bakery",
    Kind.GROCERY: "GroceryStore",
    Kind.SUPERMARKET: "GroceryStore",
    Kind.GREENGROCER: "GroceryStore",
}


def place(page: PointOfSalePage, hours: Hours, day: date, request) -> dict:
    """A point of sale, with its hours of the coming weeks."""
    node = _business(page, TYPES.get(Kind(page.kind), "Store"), request)
    if specification := hours.specification(day):
        node["openingHoursSpecification"] = specification
    return node


def producer(page: ProducerPage, request) -> dict:
    return _business(page, "LocalBusiness", request)


def website(name: str, home: str, search: str) -> dict:
    """The site itself and how to search it."""
    return {
        "@type": "WebSite",
        "name": name,
        "url": absolute(home),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{absolute(search)}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }


def _business(page: ListedPage, type_: str, request) -> dict:
    address = absolute(page.get_url(request))
    node = {
        "@type": type_,
        "@id": f"{address}#lieu",
        "name": page.title,
        "url": address,
        "description": page.summary,
        "address": _address(page),
        "telephone": page.public_phone,
        "email": page.public_email,
        "sameAs": page.website,
    }
    if page.has_exact_position:
        node["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": page.latitude,
            "longitude": page.longitude,
        }
    return {key: value for key, value in node.items() if value}


def _address(page: ListedPage) -> dict:
    node = {
        "@type": "PostalAddress",
        "streetAddress": page.public_address,
        "postalCode": page.postcode if page.public_address else "",
        "addressLocality": page.place_name,
        "addressCountry": "FR",
    }
    return {key: value for key, value in node.items() if value}
