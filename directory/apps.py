from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("annuaire")

    def ready(self):
        from directory import (
            front_page,
            moderation_mails,
            place_proposal_views,
            season_facts,
            signals,
        )
        from home import navigation, sitemaps
        from home.models import HomePage

        signals.connect()
        moderation_mails.connect()
        HomePage.contributors.append(front_page.contribute)
        navigation.foot_contributors.append(place_proposal_views.foot_links)
        sitemaps.contributors.append(season_facts.addresses)
        sitemaps.contributors.append(place_proposal_views.addresses)
