from django.core.management.base import BaseCommand, CommandError

from madeingard.users import devices, people, second_factor


class Command(BaseCommand):
    help = (
        "Take away the keys, application and recovery codes of somebody who has lost them, and "
        "sign all their devices out. Make sure first, by voice, that it is they who ask."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")

    def handle(self, *, email, **options):
        user = people.find(email)
        if user is None:
            raise CommandError(f"Aucun compte n’a l’adresse {email}.")
        factors = second_factor.forget(user)
        closed = devices.close_all(user)
        self.stdout.write(f"{user.email} : {factors} clés retirées, {closed} appareils déconnectés")
