from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("annuaire")

    def ready(self):
        from directory import front_page, moderation_mails, season_facts, signals
        from home import sitemaps
        from home.models import HomePage

        signals.connect()
        moderation_mails.connect()
        HomePage.contributors.append(front_page.contribute)
        sitemaps.contributors.append(season_facts.addresses)
