"""Answers to the platform: is the process alive, is it ready to serve."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from directory.models import Listing


@require_safe
@never_cache
def alive(request):
    """200 as long as the process answers."""
    return JsonResponse({"etat": "vivant"})


@require_safe
@never_cache
def ready(request):
    """200 when database, migrations and search index are usable, 503 with the reason otherwise."""
    checks = {
        "base": _check(_database),
        "migrations": _check(_migrations),
        "index": _check(_index),
    }
    ok = all(state == "ok" for state in checks.values())
    return JsonResponse(
        {"etat": "pret" if ok else "indisponible", **checks}, status=200 if ok else 503
    )


def _check(test) -> str:
    try:
        return test() or "ok"
    except Exception as error:  # whatever the database driver raises must become an answer
        return f"erreur : {type(error).__name__}"


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations() -> str | None:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} à appliquer" if waiting else None


def _index() -> str | None:
    missing = Listing.objects.missing_pages().exists()
    return "des fiches absentes : lancer rebuild_listings" if missing else None
