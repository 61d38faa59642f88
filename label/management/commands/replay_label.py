from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from label import replay
from label.enums import IncidentKind
from label.models import Incident


class Command(BaseCommand):
    help = "Replay the label's journal and compare it with the states; fails if anything differs."

    def handle(self, **options):
        found = replay.differences()
        if not found:
            self.stdout.write("journal = états")
            return
        now = timezone.now()
        Incident.objects.get_or_create(
            key=f"replay:{timezone.localdate(now)}",
            defaults={
                "kind": IncidentKind.REPLAY_MISMATCH,
                "text": found[0][:300],
                "raised_at": now,
            },
        )
        raise CommandError("\n".join(found))
