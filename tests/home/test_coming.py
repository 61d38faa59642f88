"""What comes in the next days: true lines alone, the rare ones first to be chosen."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from directory import coming, months
from directory.hours.wording import weekday
from directory.models import HoursException
from home.coming import Coming, shown
from label import front_page
from label.enums import DrawPurpose
from label.models import Draw
from tests.factories import CommuneFactory, ProductFactory, add_place, nimes

pytestmark = pytest.mark.django_db
SEARCH = "/ou-acheter/"
KINDS = "type=marche&type=marche-producteurs&type=marche-soir"


def lines(today):
    found = coming.coming(today, SEARCH)
    return [(one.day, one.title, one.path, one.words.replace("\xa0", " ")) for one in found]


def test_markets_of_one_morning_are_one_line_and_one_of_an_evening_has_its_name():
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    name = weekday(tomorrow)
    on = tomorrow.strftime("%a")[:2]
    other = CommuneFactory(name="Bernis", epci_siren=nimes().epci_siren)
    add_place(title="A", kind="marche", opening_hours=f"{on} 08:00-12:30")
    add_place(
        title="B", kind="marche-producteurs", commune=other, opening_hours=f"{on} 09:00-12:00"
    )
    late = add_place(title="Le Soir", kind="marche-soir", opening_hours=f"{on} 17:00-19:30")
    add_place(title="Halle", kind="halle", opening_hours="Mo-Su 08:00-13:00")
    add_place(title="Ferme", kind="ferme", opening_hours="Mo-Su 08:00-13:00")
    far = CommuneFactory(epci_siren="1")
    add_place(title="Loin", kind="marche", commune=far, opening_hours="Mo-Su 08:00-13:00")
    add_place(title="Caché", kind="marche", opening_hours="Mo-Su 08:00-13:00", live=False)
    assert lines(today) == [
        (
            tomorrow,
            f"Marchés de {name} matin",
            f"{SEARCH}?{KINDS}&ouvert={tomorrow}T09:00",
            "Bernis et Nîmes, dès 8 h",
        ),
        (tomorrow, "Le Soir", late.get_url(), f"Nîmes, {name} 17 h – 19 h 30"),
    ]


def test_a_fair_is_a_day_of_a_market_with_hours_and_a_reason_of_its_own():
    today = timezone.localdate()
    day = today + timedelta(days=9)

    def apart(title, first=day, days=1, hours="08:00-17:00", note="foire", **fields):
        page = add_place(title=title, kind=fields.pop("kind", "marche"), **fields)
        page.hours_exceptions = [
            HoursException(
                start=first, end=first + timedelta(days=days - 1), hours=hours, note=note
            )
        ]
        page.save_revision().publish()
        return page

    fair = apart("Le Pont")
    apart("Fermé", hours="")
    apart("Sans raison", note="")
    apart("Un mois", days=30)
    apart("Loin", first=today + timedelta(days=40))
    apart("Épicerie", kind="epicerie")
    hidden = apart("Retiré")
    hidden.unpublish()
    assert lines(today) == [
        (day, "Le Pont : foire", fair.get_url(), f"Nîmes, {weekday(day)} 8 h – 17 h"),
    ]


def test_the_next_month_is_told_when_it_is_near_and_only_for_what_is_sold():
    sold = {"season_months": months.bit(12)}
    add_place(
        products=[
            ProductFactory(name="Truffe noire", **sold),
            ProductFactory(name="Chapon", **sold),
            ProductFactory(name="Poireau", season_months=months.pack([11, 12])),
        ]
    )
    ProductFactory(name="Introuvable", **sold)
    told = [
        (date(2026, 12, 1), "De saison en décembre", "/saisons/decembre/", "Chapon, truffe noire")
    ]
    assert lines(date(2026, 11, 16)) == []
    assert lines(date(2026, 11, 17)) == told
    assert lines(date(2026, 11, 30)) == told


def test_a_draw_of_the_pool_is_announced_and_no_other():
    now = timezone.now()
    common = {"spec": {}, "committed_at": now, "randomness_at": now + timedelta(days=2)}
    Draw.objects.create(reference="V-1", purpose=DrawPurpose.POOL, key="a", **common)
    Draw.objects.create(reference="J-1", purpose=DrawPurpose.PANEL, key="b", **common)
    found = front_page._draws(timezone.localdate())
    assert [(line.path, line.title) for line in found] == [
        ("/label/tirages/V-1/", "Tirage au sort des personnes qui pourront juger")
    ]


def test_few_lines_are_shown_and_what_comes_once_keeps_its_room():
    first = date(2026, 5, 1)
    weekly = [Coming(first + timedelta(days=n), f"Marché {n}", "/") for n in range(8)]
    fair = Coming(date(2026, 5, 20), "Foire", "/", is_rare=True)
    assert [line.title for line in shown([*weekly, fair])] == [
        *(f"Marché {n}" for n in range(5)),
        "Foire",
    ]


def test_the_home_page_shows_them_or_nothing(client):
    def section():
        return BeautifulSoup(client.get("/").content, "html.parser").find(id="a-venir")

    assert section() is None
    add_place(title="Marché", kind="marche", opening_hours="Mo-Su 08:00-13:00")
    days = section().find_parent("section").find_all("li")
    assert [day.h3.text for day in days] == ["Marché"] * 6
