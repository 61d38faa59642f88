"""What editors and moderators may do with the directory."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from home.groups import Role, ensure, ensure_moderation

# Functions that make the groups of apps above, called when a site is set up.
contributors = []
CATALOGUE = ("commune", "productfamily", "product", "food", "qualitysign", "appellation")


def editors() -> Role:
    """They write pages, which a moderator publishes, and keep the catalogue true."""
    return Role(
        name=_("Éditeurs"),
        former_name="Editors",
        page_actions=("add", "change"),
        models={f"directory.{model}": ("view", "add", "change") for model in CATALOGUE}
        | {
            "directory.source": ("view",),
            "directory.errorreport": ("view",),
            "directory.mandate": ("view",),
        },
    )


def moderators() -> Role:
    """They publish, so they decide of duplicates and imports too, and keep the site's settings."""
    return Role(
        name=_("Modérateurs"),
        former_name="Moderators",
        page_actions=("add", "change", "publish", "lock", "unlock"),
        models={f"directory.{model}": ("view", "add", "change", "delete") for model in CATALOGUE}
        | {
            "directory.source": ("view", "add", "change"),
            "directory.errorreport": ("view", "change"),
            "directory.claim": ("view", "change"),
            "directory.mandate": ("view", "add", "change"),
            "directory.membership": ("view", "add", "change", "delete"),
            "home.sitesettings": ("change",),
            "wagtailredirects.redirect": ("add", "change", "delete"),
        },
    )


def ensure_all(*, home, reset: bool = False) -> None:
    """Create both groups and the moderation of everything under the home page."""
    with override("fr"):
        ensure(editors(), home=home, reset=reset)
        ensure_moderation(ensure(moderators(), home=home, reset=reset), home=home)
