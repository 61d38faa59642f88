"""What a test does at the desks of the team, in the admin."""

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import axe_violations, enter_as


def open_desk(tab, url, person):
    """As they would after signing in: « Mon espace », then what awaits them."""
    enter_as(tab, url, person)
    tab.goto(f"{url}/espace/")
    tab.get_by_role("link", name="Votre bureau du label").click()
    expect(tab.get_by_role("heading", level=1, name="Ce qui m’attend")).to_be_visible()
    return tab


def home(tab, url):
    tab.goto(f"{url}/admin/label/")


def waiting(tab, what, about):
    """The line of « Ce qui m’attend »."""
    return tab.get_by_role("link").filter(has_text=what).filter(has_text=str(about))


def act(tab, name):
    tab.get_by_role("link", name=name, exact=True).click()


def send(tab, name):
    """Press the button of the form, which bears the name of the act."""
    tab.locator("form.desk-form").get_by_role("button", name=name, exact=True).click()


def done(tab, name):
    expect(tab.locator(".messages")).to_contain_text(f"C’est fait : {name}.")


def is_sound(tab):
    """Clean for everybody and no wider than its screen, the shell of the admin included."""
    tab.wait_for_load_state()
    assert axe_violations(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def local(moment):
    """As a field of a day and an hour takes it."""
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")
