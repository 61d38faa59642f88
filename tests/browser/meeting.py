"""What a test does on the page of a hearing, whoever's screen it is."""

from playwright.sync_api import expect

# The page asks every three seconds what changed; here it does not wait so long.
HURRY = """
    const wait = window.setTimeout;
    window.setTimeout = (then, delay, ...rest) =>
      wait(then, delay === 3000 ? 400 : delay, ...rest);
"""


def hurried(tab):
    tab.add_init_script(HURRY)
    return tab


def press(tab, name):
    tab.get_by_role("button", name=name, exact=True).click()


def choose(tab, name, value):
    """Tick, in what is asked now."""
    tab.locator(f"#maintenant [name={name}][value={value}]").check()


def asked(*tabs, to):
    for tab in tabs:
        expect(tab.locator("#maintenant h2")).to_have_text(to)
