from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from directory import groups, site_tree


class Command(BaseCommand):
    help = "Make what every installation has: pages, reference tables, groups. Safe to run again."

    def add_arguments(self, parser):
        parser.add_argument(
            "--reset-permissions",
            action="store_true",
            help="give the two groups their first permissions again, and only those",
        )

    def handle(self, *, reset_permissions, verbosity, **options):
        tree = site_tree.ensure()
        self._give_address(tree.site)
        groups.ensure_all(home=tree.home, reset=reset_permissions)
        for contribute in groups.contributors:
            contribute()
        call_command("load_reference", verbosity=verbosity, stdout=self.stdout, stderr=self.stderr)

    def _give_address(self, site):
        """Replace the address that Wagtail's first migration gave the site, and no other."""
        if (site.hostname, site.port) != ("localhost", 80):
            return
        address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        site.hostname = address.hostname or site.hostname
        site.port = address.port or (443 if address.scheme == "https" else 80)
        site.site_name = site.site_name or settings.WAGTAIL_SITE_NAME
        site.save()
