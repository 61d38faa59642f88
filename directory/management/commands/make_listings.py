from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from directory import synthetic


class Command(BaseCommand):
    help = "Fill the public search with made-up rows, without pages, to measure it."

    def add_arguments(self, parser):
        parser.add_argument("number", type=int, nargs="?", default=0)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--dense-town", type=int, default=0, metavar="K", dest="dense")
        parser.add_argument("--hours-share", type=float, default=0.05)
        parser.add_argument("--clear", action="store_true", help="take away the made-up rows first")

    def handle(self, *, number, seed, dense, hours_share, clear, **options):
        if number < 0 or dense < 0 or dense > number or not 0 <= hours_share <= 1:
            raise CommandError("Nombres attendus : 0 ≤ --dense-town ≤ N, 0 ≤ --hours-share ≤ 1.")
        if not number and not clear:
            raise CommandError("Dites combien de lignes faire, ou --clear.")
        if clear:
            self.stdout.write(f"{synthetic.clear()} lignes retirées.")
        if number:
            synthetic.make(
                number,
                seed=seed,
                dense=dense,
                hours_share=hours_share,
                now=timezone.now(),
                progress=lambda items: tqdm(items, disable=not self.stderr.isatty()),
            )
            self.stdout.write(f"{number} lignes ajoutées.")
