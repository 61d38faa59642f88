from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("site")

    def ready(self):
        from home import edition, plurals

        edition.connect()
        plurals.count_in_french()
