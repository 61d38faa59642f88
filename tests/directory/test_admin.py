from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.documents import get_document_model
from wagtail.models import Site

from directory import months
from directory.admin.dashboard import Todo, todos
from directory.models import Commune, ImportRun, Listing, ProducerIndexPage, Product, ProductFamily
from home.models import SiteImage
from tests.directory.test_editor import GIF
from tests.factories import (
    FamilyFactory,
    ProductFactory,
    SourceFactory,
    add_place,
    add_producer,
    nimes,
    uzes,
)

pytestmark = pytest.mark.django_db


PAGES = {
    "dashboard": lambda: reverse("wagtailadmin_home"),
    "create a producer": lambda: reverse(
        "wagtailadmin_pages:add",
        args=["directory", "producerpage", ProducerIndexPage.objects.get().pk],
    ),
    "edit a producer": lambda: reverse("wagtailadmin_pages:edit", args=[add_producer().pk]),
    "unpublish a producer": lambda: reverse(
        "wagtailadmin_pages:unpublish", args=[add_producer().pk]
    ),
    "list of producers": lambda: reverse("producers:index"),
    "list of points of sale": lambda: reverse("points_of_sale:index"),
    "edit a product": lambda: reverse(
        "wagtailsnippets_directory_product:edit", args=[ProductFactory().pk]
    ),
    "add a commune": lambda: reverse("wagtailsnippets_directory_commune:add"),
    "delete a product": lambda: reverse(
        "wagtailsnippets_directory_product:delete", args=[ProductFactory().pk]
    ),
    "add a source": lambda: reverse("wagtailsnippets_directory_source:add"),
    "add an image": lambda: reverse("wagtailimages:add"),
    "report": lambda: reverse("directory_admin:stale"),
    "site settings": lambda: reverse(
        "wagtailsettings:edit", args=["home", "sitesettings", Site.objects.get().pk]
    ),
    "groups": lambda: reverse("wagtailusers_groups:index"),
    "users": lambda: reverse("wagtailusers_users:index"),
}
EDITOR = {
    "dashboard", "create a producer", "edit a producer", "list of producers",
    "list of points of sale", "edit a product", "add a commune", "add an image", "report",
}  # fmt: skip
MODERATOR = EDITOR | {
    "unpublish a producer", "delete a product", "add a source", "site settings",
}  # fmt: skip
MAY = {
    "anonymous": set(),
    "stranger": set(),
    "editor": EDITOR,
    "moderator": MODERATOR,
    "admin": set(PAGES),
}


@pytest.mark.parametrize("role", MAY)
def test_who_may_do_what(client, enter, role):
    enter(role)
    allowed = {page for page, url in PAGES.items() if client.get(url()).status_code == 200}
    assert allowed == MAY[role]


@pytest.mark.parametrize(("role", "publishes"), [("editor", False), ("moderator", True)])
def test_only_a_moderator_publishes(enter, role, publishes):
    user = enter(role)
    permissions = add_producer().permissions_for_user(user)
    assert (permissions.can_publish(), permissions.can_submit_for_moderation()) == (publishes, True)


def test_menu_is_in_french_and_without_wagtails_noise(client, enter):
    enter("editor")
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    for label in ("Annuaire", "Catalogue", "Points de vente", "Familles"):
        assert label in html
    for noise in ("Aide", "Snippets", "Fragments"):
        assert f'"{noise}"' not in html


def test_lists_cost_the_same_for_two_or_twelve_pages(client, enter):
    enter("admin")
    url = reverse("producers:index")

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    for index in range(2):
        add_producer(slug=f"ferme-{index}", source=SourceFactory())
    count()
    few = count()
    for index in range(2, 12):
        add_producer(slug=f"ferme-{index}", commune=uzes(), source=SourceFactory())
    assert count() == few


def product_form(product, **fields):
    return {
        "name": product.name,
        "plural": product.plural,
        "slug": product.slug,
        "synonyms": ", ".join(product.synonyms),
        "family": product.family_id,
        "nature": product.nature,
        "peak_months": months.unpack(product.peak_months),
        "season_months": months.unpack(product.season_months),
        "stored_months": months.unpack(product.stored_months),
    } | fields


def test_editor_corrects_a_product_with_checkboxes_and_commas(client, enter):
    product = ProductFactory(name="Tomate", synonyms=["pomme d’amour"])
    enter("editor")
    url = reverse("wagtailsnippets_directory_product:edit", args=[product.pk])
    html = client.get(url).content.decode()
    assert 'value="pomme d’amour"' in html
    fields = {"synonyms": " tomate  cerise,, grappe, grappe ", "peak_months": ["7", "8"]}
    client.post(url, product_form(product, **fields))
    product.refresh_from_db()
    assert product.synonyms == ["tomate cerise", "grappe"]
    assert months.unpack(product.peak_months) == [7, 8]


def test_peak_outside_the_season_is_explained(client, enter):
    product = ProductFactory()
    enter("editor")
    url = reverse("wagtailsnippets_directory_product:edit", args=[product.pk])
    fields = {"season_months": ["6"], "peak_months": ["7"]}
    response = client.post(url, product_form(product, **fields))
    assert response.context["form"].errors == {
        "peak_months": ["La pleine saison doit être comprise dans la saison."]
    }


def test_product_takes_its_address_from_its_name(client, enter):
    enter("editor")
    family = FamilyFactory()
    fields = {"name": "Pois chiche", "slug": "", "family": family.pk, "nature": "raw"}
    client.post(reverse("wagtailsnippets_directory_product:add"), fields)
    assert Product.objects.get().slug == "pois-chiche"


def test_commune_keeps_several_postcodes(client, enter):
    commune = nimes()
    enter("editor")
    url = reverse("wagtailsnippets_directory_commune:edit", args=[commune.pk])
    fields = {"name": "Nîmes", "slug": "nimes", "insee": "30189", "postcodes": "30000, 30900"}
    client.post(url, fields | {"latitude": "43.8367", "longitude": "4.3601"})
    assert Commune.objects.get().postcodes == ["30000", "30900"]


def test_family_stays_on_two_levels(client, enter):
    parent = FamilyFactory()
    child = FamilyFactory(parent=parent)
    enter("editor")
    fields = {"name": "Trop bas", "slug": "trop-bas", "parent": child.pk, "order": 0}
    fields |= {"logo_on_pack": "allowed"}
    client.post(reverse("wagtailsnippets_directory_productfamily:add"), fields)
    assert ProductFamily.objects.count() == 2


def upload(client, kind, name, content):
    """Send a file to the library of « images » or « docs »; the message of a refusal, or None."""
    file = SimpleUploadedFile(name, content)
    answer = client.post(reverse(f"wagtail{kind}:add_multiple"), {"title": "Étal", "files[]": file})
    return answer.json().get("error_message")


@pytest.mark.parametrize(
    ("kind", "name", "content", "refusal"),
    [
        ("images", "etal.gif", GIF, None),
        ("images", "etal.svg", b"<svg><script>alert(1)</script></svg>",
         "Format d'image non supporté. Formats supportés : AVIF, GIF, JPG, JPEG, PNG, WEBP."),
        ("images", "etal.html", b"<script>alert(1)</script>",
         "Format d'image non supporté. Formats supportés : AVIF, GIF, JPG, JPEG, PNG, WEBP."),
        ("images", "etal.gif", b"plain text",
         "Téléversez une image valide. Le fichier que vous avez transféré n’est pas une image ou "
         "bien est corrompu."),
        ("images", "etal.gif", b"<svg><script>alert(1)</script></svg>",
         "Image .gif non valide. L'extension de fichier ne correspond pas format du fichier (svg)"),
        ("images", "etal.png", GIF,
         "Image .png non valide. L'extension de fichier ne correspond pas format du fichier (gif)"),
        ("docs", "bilan.pdf", b"%PDF-1.4", None),
        ("docs", "bilan.html", b"<script>alert(1)</script>",
         "L'extension de fichier « html » n’est pas autorisée. Les extensions autorisées sont :  "
         "csv, docx, odt, ods, pdf, txt, xlsx."),
        ("docs", "bilan.svg", b"<svg><script>alert(1)</script></svg>",
         "L'extension de fichier « svg » n’est pas autorisée. Les extensions autorisées sont :  "
         "csv, docx, odt, ods, pdf, txt, xlsx."),
    ],
)  # fmt: skip
def test_files_are_of_a_known_type(client, enter, kind, name, content, refusal):
    enter("editor")
    message = upload(client, kind, name, content)
    assert (message and message.replace("\xa0", " ")) == refusal
    assert SiteImage.objects.count() + get_document_model().objects.count() == (refusal is None)


@pytest.mark.parametrize(
    ("kind", "name", "setting"),
    [
        ("images", "etal.gif", "WAGTAILIMAGES_MAX_UPLOAD_SIZE"),
        ("docs", "bilan.pdf", "WAGTAILDOCS_MAX_UPLOAD_SIZE"),
    ],
)
def test_huge_file_is_refused_in_french(client, enter, settings, kind, name, setting):
    setattr(settings, setting, 10)
    enter("editor")
    message = upload(client, kind, name, GIF)
    assert message.replace("\xa0", " ").splitlines()[0] == (
        "Ce fichier est trop gros (43 octets). La taille de fichier maximale est de 10 octets."
    )


def test_image_with_too_many_pixels_is_refused(client, enter, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 0
    enter("editor")
    assert "pixels" in upload(client, "images", "etal.gif", GIF)


def test_dashboard_says_what_to_do_next(client, enter, db):
    today = timezone.localdate()
    add_place(slug="a", latitude=43.8, longitude=4.3, opening_hours="Sa 08:00-13:00")
    add_place(slug="b", confirmed_on=today - timedelta(days=400))
    run = ImportRun.objects.create(source=SourceFactory(), file_name="a.csv", skipped=3)
    Listing.objects.update(intervals_until=timezone.now() + timedelta(days=2))
    editor, moderator = enter("editor"), enter("moderator")
    page = add_producer(live=False, latitude=43.8, longitude=4.3)
    page.save_revision()
    page.get_workflow().start(page, editor)
    now = timezone.now()
    until = date_format(timezone.localtime(Listing.objects.first().intervals_until), "j F")
    mend = [
        Todo("1 fiche à rafraîchir", reverse("directory_admin:stale")),
        Todo("1 fiche sans position ou sans horaires", reverse("directory_admin:incomplete")),
    ]
    assert todos(editor, now=now) == mend
    assert todos(moderator, now=now) == [
        Todo("1 page à relire", reverse("wagtailadmin_reports:workflow_tasks")),
        *mend,
        Todo(
            "Dernier import (Source d’essai) : 3 lignes écartées",
            reverse("directory_import", args=[run.pk]),
        ),
        Todo(f"Les ouvertures ne sont calculées que jusqu’au {until}"),
    ]
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "1 fiche à rafraîchir" in html
    said = "1 page à relire\xa0· 1 fiche à rafraîchir\xa0· 1 fiche sans position ou sans horaires"
    assert said in client.get("/espace/").text  # where signing in leads


def test_dashboard_without_anything_to_do_says_so(client, enter):
    enter("moderator")
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Rien n’attend. Tout est à jour." in html
