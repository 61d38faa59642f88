"""Whoever has no mouse."""


def reach(page, target):
    """Move the focus with the keyboard alone."""
    for _press in range(80):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is out of the keyboard's reach")


def enter(page, target):
    """Reach a link or a button, and press it."""
    reach(page, target)
    page.keyboard.press("Enter")
