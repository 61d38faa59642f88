from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("annuaire")

    def ready(self):
        from directory import front_page, signals
        from home.models import HomePage

        signals.connect()
        HomePage.contributors.append(front_page.contribute)
