"""Photos in the space: sent, described, ordered, removed."""

from datetime import timedelta
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from directory import sent_photos
from directory.models import Photo, ProducerPage, WaitingPhoto
from home.models import SiteImage
from tests.directory.space.town import enter, sign_in
from tests.factories import UserFactory, add_member, add_producer
from tests.home.test_edition import commit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(scope="module")
def tended(module_rows):
    """A farm and who tends it, signed in."""
    page = add_producer(title="Les Jardins")
    user = sign_in(add_member(page))
    commit()  # parts of pages are kept from one request to the next
    return page, user


@pytest.fixture
def farm(tended, db):
    return ProducerPage.objects.get(pk=tended[0].pk)


@pytest.fixture
def mireille(client, tended, db):
    enter(client, tended[1])
    return tended[1]


def picture(name="IMG_2041.jpg", colour="red") -> SimpleUploadedFile:
    written = BytesIO()
    Image.new("RGB", (640, 480), colour).save(written, "JPEG")
    return SimpleUploadedFile(name, written.getvalue(), "image/jpeg")


def url(page, end=""):
    return f"/espace/fiches/{page.pk}/photos/{end}"


def send(client, page, *files):
    answer = client.post(url(page, "envoyer/"), {"photos": list(files)}, follow=True)
    return BeautifulSoup(answer.content, "html.parser")


def told(page) -> list[str]:
    found = page.select(".alert:not([hidden]) p")
    return [line.text.replace("\u00a0", " ") for line in found if not line.find_parent(hidden=True)]


def save(client, page, **typed):
    form = BeautifulSoup(client.get(url(page)).content, "html.parser").select_one("[data-draft]")
    data = {box["name"]: box.get("value", "") for box in form.select("input:not([type=checkbox])")}
    data |= {s["name"]: s.select_one("[selected]")["value"] for s in form.select("select")}
    return client.post(url(page), data | {k.replace("_", "-"): v for k, v in typed.items()})


def alts(page) -> list[str]:
    return [p.alt for p in Photo.objects.filter(page_id=page.pk).order_by("sort_order")]


def publish(client, farm, *words):
    """Send as many photos and describe them; their images, in order."""
    send(
        client, farm, *(picture(colour=colour) for colour in ("red", "blue", "green")[: len(words)])
    )
    waiting = list(WaitingPhoto.objects.all())
    typed = {f"w{p.pk}_alt": text for p, text in zip(waiting, words, strict=True)}
    assert save(client, farm, **typed).status_code == 302
    return [p.image_id for p in Photo.objects.filter(page_id=farm.pk).order_by("sort_order")]


def test_a_photo_waits_for_words_then_is_online(client, farm, mireille):
    page = send(client, farm, picture())
    assert told(page) == ["Photo reçue. Dites ce qu’elle montre, et elle sera publiée."]
    waiting = WaitingPhoto.objects.get()
    assert (waiting.by, waiting.page_id, alts(farm)) == (mireille, farm.pk, [])
    assert save(client, farm).status_code == 302  # without a word it goes on waiting
    assert (WaitingPhoto.objects.count(), alts(farm)) == (1, [])
    save(client, farm, **{f"w{waiting.pk}_alt": "Des courges sur une table"})
    assert (WaitingPhoto.objects.count(), alts(farm)) == (0, ["Des courges sur une table"])
    image = SiteImage.objects.get()
    assert image.collection.name == "Photos des fiches"
    assert "IMG_2041" not in image.file.name
    assert ProducerPage.objects.get(pk=farm.pk).latest_revision.user == mireille


def test_photos_are_put_in_order_and_removed(client, farm, mireille):
    first, second, third = publish(client, farm, "un", "deux", "trois")
    save(client, farm, **{f"p{third}_place": "1"})
    assert alts(farm) == ["trois", "un", "deux"]
    save(client, farm, **{f"p{third}_place": "3"})
    assert alts(farm) == ["un", "deux", "trois"]
    save(client, farm, **{f"p{second}_oter": "on", f"p{first}_alt": "le premier"})
    assert alts(farm) == ["le premier", "trois"]


def test_a_published_photo_keeps_its_words(client, farm, mireille):
    [image] = publish(client, farm, "un")
    assert save(client, farm, **{f"p{image}_alt": " "}).status_code == 422
    assert alts(farm) == ["un"]


def test_a_waiting_photo_is_dropped_with_its_file(client, farm, mireille):
    send(client, farm, picture())
    waiting = WaitingPhoto.objects.get()
    save(client, farm, **{f"w{waiting.pk}_oter": "on"})
    assert (WaitingPhoto.objects.count(), SiteImage.objects.count()) == (0, 0)


def test_what_is_refused_is_said_and_the_others_are_taken(client, farm, mireille):
    svg = SimpleUploadedFile("dessin.svg", b"<svg onload='alert(1)'/>", "image/svg+xml")
    page = send(client, farm, picture(), svg)
    assert told(page) == [
        "« dessin.svg » n’est pas une photo que nous savons lire. "
        "Envoyez un JPEG, un PNG, un WebP ou un HEIC.",
        "Photo reçue. Dites ce qu’elle montre, et elle sera publiée.",
    ]
    assert WaitingPhoto.objects.count() == 1


def test_nothing_chosen_is_said(client, farm, mireille):
    assert told(send(client, farm)) == ["Choisissez une photo, puis envoyez-la."]


def test_a_listing_has_so_many_photos_and_no_more(client, farm, mireille, monkeypatch):
    monkeypatch.setattr(sent_photos, "MOST", 2)
    page = send(client, farm, picture(), picture(), picture())
    assert told(page)[0] == "Une fiche montre 2 photos au plus : enlevez-en avant d’en ajouter."
    assert WaitingPhoto.objects.count() == 2
    assert page.select("input[type=file]") == []


def test_photos_of_others_are_out_of_reach(client, farm, mireille):
    [image] = publish(client, farm, "un")
    send(client, farm, picture())
    waiting = WaitingPhoto.objects.get()
    other = add_producer(title="Ailleurs", slug="ailleurs")
    client.force_login(add_member(other))
    typed = {f"w{waiting.pk}_alt": "volée", f"p{image}_oter": "on", f"w{waiting.pk}_oter": "on"}
    save(client, other, **typed)
    assert (alts(other), alts(farm), WaitingPhoto.objects.count()) == ([], ["un"], 1)
    client.force_login(UserFactory())
    assert client.post(url(farm, "envoyer/"), {"photos": picture()}).status_code == 404


def test_photos_that_nobody_describes_are_forgotten(client, farm, mireille):
    send(client, farm, picture())
    now = timezone.now()
    assert sent_photos.purge(now=now) == 0
    assert sent_photos.purge(now=now + sent_photos.KEPT + timedelta(minutes=1)) == 1
    assert (WaitingPhoto.objects.count(), SiteImage.objects.count()) == (0, 0)
