"""Measure one database at growing sizes: `python -m bench.database 1000 100000`, JSON on stdout."""

import json
import os
import random
import sys
import time
from datetime import timedelta
from functools import partial

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import baselines, filling  # noqa: E402
from bench.timing import paces  # noqa: E402
from directory import site_tree  # noqa: E402
from directory.models import (  # noqa: E402
    Listing,
    PointOfSalePage,
    ProducerPage,
    RecipeIndexPage,
    RecipePage,
)
from home import edition  # noqa: E402
from home.models import ContentPage  # noqa: E402

OK = "/bench/ok"
POINTS = "/ou-acheter/points.geojson"
DENSE_TOWN = 67_000
RUSH = 20  # requests
NIMES = (43.8367, 4.3601)


def main(sizes: list[int]) -> None:
    prepare()
    have = 0
    for size in sizes:
        start = time.perf_counter()
        filling.fill(have, size)
        analyse()
        have = size
        log(f"{size} listings ready in {time.perf_counter() - start:.0f} s")
        for rows in (map_data, filtered_list, open_now, ordered, wide_maps):
            for row in rows(size):
                emit(size, **row)
        if size == sizes[0]:
            for row in pages():
                emit(size, **row)
    if max(sizes) >= 100_000:
        call_command("make_listings", DENSE_TOWN, dense_town=DENSE_TOWN, seed=7, verbosity=0)
        analyse()
        for row in [*dense_town(), *dense_box()]:
            emit(have + DENSE_TOWN, **row)


def analyse():
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def prepare() -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_demo", "--listings-only", verbosity=0)
    site_tree.ensure()
    baselines.near_empty_page()


def map_data(size):
    """A bounding box of at most 200 points through the whole view, against SQL and a bare view."""
    box = box_of(196, 200)  # as many at every size: times are compared
    west, south, east, north = box
    query = "bbox=" + ",".join(f"{value:.6f}" for value in box)
    client = visitor()
    answer = client.get(f"{POINTS}?{query}").json()
    columns = ", ".join(baselines.ROW_FIELDS)
    sql = (
        f"SELECT {columns} FROM directory_listing"
        " WHERE latitude BETWEEN %s AND %s AND longitude BETWEEN %s AND %s"
    )

    def raw():
        with connection.cursor() as cursor:
            cursor.execute(sql, [south, north, west, east])
            return cursor.fetchall()

    bare = f"/bench/rows?{query}"
    spent = paces(
        {
            "raw": raw,
            "view": lambda: client.get(f"{POINTS}?{query}"),
            "bare": lambda: client.get(bare),
        }
    )
    address = f"{POINTS}?{query}"
    first = paces({"view": partial(first_of_edition, client, address)}, rounds=20)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return [
        row("map data / raw SQL (time)", spent["view"] / spent["raw"], "≤", 3, spent["view"]),
        row("map data / bare view (rate)", spent["bare"] / spent["view"], "≥", 0.5, spent["view"]),
        row("map data, first of an edition / raw SQL (time)", first["view"] / spent["raw"]),
        row("map data, queries", len(queries), "≤", 6),
        row("map data, points", len(answer["features"]), "≤", 200),
    ]


def filtered_list(size):
    """The list of one kind and one family near Nîmes, through the whole page."""
    client = visitor()
    address = "/ou-acheter/?ou=nimes&rayon=15&type=ferme"
    near_empty = baselines.near_empty_page().url
    spent = paces(
        {"list": lambda: client.get(address), "empty": lambda: client.get(near_empty)}, rounds=30
    )
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return [
        row(
            "filtered list / near-empty page (rate)",
            spent["empty"] / spent["list"],
            seconds=spent["list"],
        ),
        row("filtered list, queries", len(queries), "≤", 30),
        row("filtered list, SQL (ms)", sql_of(address), "≤", 50),
    ]


def open_now(size):
    """Who is open near Nîmes, and anywhere, now and in the middle of the night."""
    tonight = timezone.localtime().date() + timedelta(days=1)
    return [
        row(
            f"open {when} {where}: SQL of the page (ms)",
            sql_of(f"/ou-acheter/?ouvert={moment}{area}"),
            "≤",
            50,
        )
        for where, area in (("near Nîmes", "&ou=nimes"), ("anywhere", ""))
        for when, moment in (("now", "maintenant"), ("at night", f"{tonight}T03:00"))
    ]


def ordered(size):
    """Thousands of results, of which a page shows twenty."""
    asked = {
        "by name near Nîmes": "ou=nimes&tri=nom",
        "of a word": "q=vidourle",
        "of a family near Nîmes": "ou=nimes&famille=legumes",
    }
    return [
        row(f"list {name}: SQL of the page (ms)", sql_of(f"/ou-acheter/?{query}"), "≤", 50)
        for name, query in asked.items()
    ]


def wide_maps(size):
    """The map of the whole country; with a filter every result is counted, then kept."""
    client, country = visitor(), f"{POINTS}?bbox=-5,41,10,51.5"
    asked = {
        "": "",
        ", organic": "&bio=1",
        ", open": "&ouvert=maintenant",
        ", a word": "&q=vidourle",
    }
    for name, more in asked.items():
        spent = paces({"view": partial(client.get, country + more)}, rounds=10)["view"]
        yield row(f"whole-country map{name} (ms)", spent * 1000, "≤", 50, spent)
        if more:
            first = sql_of(country + more)
            yield row(f"whole-country map{name}, first: SQL (ms)", first, "≤", 300)


def dense_town():
    """Nearest first with 67,000 candidates in the box."""
    best = sql_of(f"/ou-acheter/?lat={NIMES[0]}&lon={NIMES[1]}&rayon=15&tri=distance")
    candidates = Listing.objects.filter(
        latitude__range=(NIMES[0] - 0.135, NIMES[0] + 0.135),
        longitude__range=(NIMES[1] - 0.187, NIMES[1] + 0.187),
    ).count()
    return [
        row("dense town, candidates", candidates, "≥", DENSE_TOWN),
        row("dense town, nearest first: SQL of the page (ms)", best, "≤", 10),
    ]


def dense_box():
    """Nearest first in the area that a map shows."""
    address = f"/ou-acheter/?lat={NIMES[0]}&lon={NIMES[1]}&bbox=4.2,43.7,4.5,43.95&tri=distance"
    return [row("dense box, nearest first: SQL of the page (ms)", sql_of(address), "≤", 10)]


def pages():
    """Anonymous pages against a near-empty Wagtail page and a bare view; queries of each."""
    addresses = page_addresses()
    plain, kept, bare = visitor(), visitor(PAGE_CACHE=True), visitor(MIDDLEWARE=[])
    spent = paces(
        {name: partial(plain.get, address) for name, address in addresses.items()}
        | {f"{name}, kept": partial(rush, kept, address) for name, address in addresses.items()}
        | {f"{name}, alone": partial(kept.get, address) for name, address in addresses.items()}
        | {"ok": partial(rush, plain, OK), "bare": partial(rush, bare, OK)}
        | {"bare, alone": partial(bare.get, OK)},
        rounds=40,
    )
    first = paces(
        {name: partial(first_of_edition, plain, address) for name, address in addresses.items()},
        rounds=10,
        warmup=1,
    )
    empty = spent["empty"]
    yield row("near-empty page / ok view of the site (rate)", spent["ok"] / RUSH / empty)
    yield row("ok view of the site / bare ok view (rate)", spent["bare"] / spent["ok"])
    for name, address in addresses.items():
        if name == "empty":
            continue
        with CaptureQueriesContext(connection) as queries:
            plain.get(address)
        now, again = spent[name], spent[f"{name}, kept"]
        yield row(f"{name} / near-empty page (rate)", empty / now, "≥", 0.5, now)
        yield row(f"{name}, first of an edition (rate)", empty / first[name], seconds=first[name])
        yield row(
            f"{name}, kept / bare ok view (rate)", spent["bare"] / again, "≥", 0.6, again / RUSH
        )
        alone = spent[f"{name}, alone"]
        told = f"{name}, kept, alone / bare ok view (rate)"
        yield row(told, spent["bare, alone"] / alone, seconds=alone)
        yield row(f"{name}, queries", len(queries), "≤", 40)


def rush(client: Client, address: str):
    """A rate is that of visitors who come one upon the other."""
    for _ in range(RUSH):
        client.get(address)


def page_addresses() -> dict[str, str]:
    tree = site_tree.ensure()
    models = {
        "place": PointOfSalePage,
        "producer": ProducerPage,
        "recipes": RecipeIndexPage,
        "recipe": RecipePage,
        "editorial": ContentPage,
    }
    found = {
        name: model.objects.live().exclude(slug=baselines.NEAR_EMPTY_SLUG).order_by("pk").first()
        for name, model in models.items()
    }
    return {
        "empty": baselines.near_empty_page().url,
        "home": tree.home.url,
        "search": f"{tree.search.url}?ou=nimes",
        "seasons": tree.seasons.url,
        "month": reverse("directory:season_month", args=["avril"]),
        "product": reverse("directory:product", args=["fraise"]),
    } | {name: page.url for name, page in found.items()}


def first_of_edition(client: Client, address: str):
    """A page just after something was written: nothing is kept."""
    edition.turn()
    client.get(address)


def visitor(**changes) -> Client:
    """A visitor of the site without its page cache, or with other settings."""
    with override_settings(**({"PAGE_CACHE": False} | changes)):
        client = Client()
        client.get(OK)  # the middleware is read now
    return client


def box_of(least: int, most: int) -> list[float]:
    """West, south, east, north of a box that holds between `least` and `most` listings."""
    dice = random.Random(1)
    for _ in range(50):
        pivot = Listing.objects.exclude(latitude=None).order_by("id")[
            dice.randrange(Listing.objects.exclude(latitude=None).count())
        ]
        low, high = 0.0005, 3.0
        for _ in range(40):
            half = (low * high) ** 0.5
            box = [
                pivot.longitude - half, pivot.latitude - half,
                pivot.longitude + half, pivot.latitude + half,
            ]  # fmt: skip
            count = Listing.objects.filter(
                longitude__range=(box[0], box[2]), latitude__range=(box[1], box[3])
            ).count()
            if least <= count <= most:
                return box
            low, high = (half, high) if count < least else (low, half)
    raise SystemExit("no box holds the wished number of points")


def sql_of(address: str) -> float:
    """Milliseconds in the database for one page of which nothing is kept.

    Its statements are asked again alone, to their last row: the fastest time of each counts.
    """
    client, asked = visitor(), []

    def note(execute, sql, params, many, context):
        asked.append((sql, params))
        return execute(sql, params, many, context)

    first_of_edition(client, address)
    edition.turn()
    with connection.execute_wrapper(note):
        client.get(address)
    return 1000 * sum(seconds_of(sql, params) for sql, params in asked if "SELECT" in sql)


def seconds_of(sql: str, params) -> float:
    spent = []
    with connection.cursor() as cursor:
        for _ in range(5):
            start = time.perf_counter()
            cursor.execute(sql, params)
            cursor.fetchall()
            spent.append(time.perf_counter() - start)
    return min(spent)


def row(name, value, sense="", budget=None, seconds=None):
    """One line of the table; without a budget, to be known."""
    ok = not sense or (value <= budget if sense == "≤" else value >= budget)
    return {
        "what": name,
        "value": round(value, 3),
        "budget": f"{sense} {budget}" if sense else "–",
        "ok": ok,
        "ms": round(seconds * 1000, 2) if seconds else None,
    }


def emit(size, **found):
    print(json.dumps({"database": connection.vendor, "listings": size, **found}), flush=True)


def log(message):
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])
