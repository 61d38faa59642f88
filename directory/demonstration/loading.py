"""Load the demonstration, once; know whether a site already has content."""

from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override
from wagtail.rich_text import RichText

from directory import new_pages, site_tree
from directory.demonstration import accounts, content, exchanges, requests
from directory.demonstration.making import Maker
from directory.models import ListedPage, PointOfSalePage, ProducerPage, Source
from home.models import ContentPage, SiteSettings

# What other rooms add once the listings are there; each adds it once and says how much it added.
contributors: list[Callable[[], int]] = []

SOURCE_SLUG = "demonstration"
SITE = {
    "name": "Made in Gard",
    "territory": "Nîmes Métropole",
    "phone": "04 65 71 00 30",
    "phone_hours": "du lundi au vendredi, 9 h – 12 h 30",
    "email": "bonjour@madeingard.example",
    "postal_address": "Secrétariat du label\n1 place de l’Exemple\n30000 Nîmes",
    "is_demonstration": True,
}


def has_content() -> bool:
    return ListedPage.objects.exists()


def has_other_content() -> bool:
    """Whether the site has pages that are not the demonstration's."""
    return ListedPage.objects.exclude(source__slug=SOURCE_SLUG).exists()


@transaction.atomic
def load(*, progress: Callable[[Iterable], Iterable] = iter) -> int:
    """Make what is missing of the demonstration and give how many pages that was.

    A page that is there is left as it is, changed or not. Needs the pages, groups and tables of
    `setup_site`.
    """
    with override("fr"):
        tree = site_tree.ensure()
        team = accounts.ensure_team()
        if not has_content():
            _set_up_site(tree.site)
        made = [*_listed_pages(tree, team, progress), *_editorial_pages(tree.home, team)]
    return len(made)


def _set_up_site(site):
    settings = SiteSettings.for_site(site)
    for name, value in SITE.items():
        setattr(settings, name, value)
    settings.save()


def _listed_pages(tree, team, progress) -> Iterable:
    source, _created = Source.objects.get_or_create(
        slug=SOURCE_SLUG,
        defaults={
            "name": "Démonstration",
            "licence": "Licence Ouverte 2.0",
            "attribution": "contenu inventé pour la démonstration",
        },
    )
    maker = Maker(source=source, today=timezone.localdate())
    producers = {page.title: page for page in ProducerPage.objects.filter(source=source)}
    places = set(PointOfSalePage.objects.filter(source=source).values_list("title", flat=True))
    rows = [(ProducerPage, row) for row in content.producers()]
    rows += [(PointOfSalePage, row) for row in content.places()]
    for model, row in progress(rows):
        if model is ProducerPage:
            page = maker.producer(row)
            if page.title not in producers:
                producers[page.title] = _add(tree.producers, page, by=team)
                yield page
        else:
            page = maker.place(row, producers)
            if page.title not in places:
                yield _add(tree.search, page, by=team)
    accounts.ensure_managers(ListedPage.objects.filter(source=source))
    requests.ensure(by=team.moderator, now=timezone.now())
    exchanges.ensure(team, now=timezone.now())


def _editorial_pages(home, team) -> Iterable:
    taken = set(home.get_children().values_list("slug", flat=True))
    for row in content.editorial_pages():
        if row["slug"] not in taken:
            body = [("text", RichText(row["body"].strip()))]
            page = ContentPage(**row | {"body": body}, live=True)
            yield _add(home, page, by=team)


def _add(parent, page, *, by):
    """Add a page, published; or a draft that waits for a moderator."""
    new_pages.add(parent, page)
    new_pages.settle([page], by=by.editor, approved_by=by.moderator)
    if not page.live and (workflow := page.get_workflow()):
        workflow.start(page, by.editor)
    return page
