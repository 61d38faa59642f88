"""People of the label's demonstration: the team, the pool, those who apply."""

from dataclasses import dataclass, field

from django.utils.text import slugify
from madeingard.users.models import User

from directory.demonstration.accounts import DOMAIN
from directory.models import Commune, Membership, ProducerPage
from label import groups, pool
from label.enums import College, PoolState, Role
from label.models import PoolMember

# Short name → role, first and last name. The address is `short name@DOMAIN`.
TEAM = {
    "secretariat": (Role.SECRETARIAT, "Élise", "Roumajon"),
    "secretariat2": (Role.SECRETARIAT, "Bastien", "Fabrègue"),
    "garante": (Role.GUARANTOR, "Hélène", "Castanet"),
    "autorite": (Role.AUTHORITY, "Philippe", "Daumas"),
    "controle": (Role.CONTROLLER, "Karim", "Belkacem"),
    "animation": (Role.FACILITATOR, "Lucie", "Ferrandin"),
    "archives": (Role.ARCHIVIST, "Monique", "Vielzeuf"),
    "audit": (Role.AUDITOR, "Étienne", "Larguier"),
}
# Those who serve, and those who follow them: the number of their first name, from which day.
FIRST_POOL, SECOND_POOL = (0, -1280), (200, -551)
# How many of each college, each time; enough that nobody sits more than four times a year.
POOL = {College.CITIZEN: 40, College.PEER: 18, College.TRADE: 9, College.QUALIFIED: 9}
# Two calls for volunteers: names from which number, how many of each college.
FIRST_CALL = {"from": 100, "colleges": {College.CITIZEN: 34, College.PEER: 7}}
SECOND_CALL = {"from": 150, "colleges": {College.CITIZEN: 19, College.TRADE: 2}}
FIRST_NAMES = (
    "Odile", "Amir", "Colette", "Yann", "Sylvie", "Jonas", "Maryse", "Tony", "Aurore", "Gérard",
    "Nora", "Fabrice", "Inès", "Claude", "Salomé", "Roland", "Denise", "Hugo", "Malika", "Serge",
    "Lise", "Paul", "Chantal", "Rémi", "Estelle", "Victor", "Agnès", "Omar", "Solène", "Gilbert",
    "Rachel", "Théo", "Josiane", "Cyril", "Annie", "Loïc", "Fatima", "Noël", "Irène", "Marius",
)  # fmt: skip
LAST_NAMES = (
    "Vidal", "Causse", "Pagès", "Teissier", "Bonnaure", "Delmas", "Reboul", "Sauvaire", "Puech",
    "Coustel", "Malaval", "Nogaret", "Fesquet", "Roussel", "Aigoin", "Benezet", "Jaoul", "Martin",
    "Salles", "Bruguier", "Combet", "Durand", "Gervais",
)  # fmt: skip
ACTIVITIES = {
    College.PEER: ("maraîchage", "élevage", "apiculture", "boulangerie", "arboriculture"),
    College.TRADE: ("épicerie", "restaurant", "étal de marché"),
    College.QUALIFIED: ("agronomie", "nutrition", "droit rural"),
}


@dataclass
class People:
    team: dict[str, User]
    pool: dict[str, list[PoolMember]] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        try:
            return self.__dict__["team"][name]
        except KeyError:
            raise AttributeError(name) from None


def address(name: str) -> str:
    return f"{name}@{DOMAIN}"


def ensure_team() -> People:
    groups.ensure()
    team = {}
    for name, (role, first_name, last_name) in TEAM.items():
        team[name] = _ensure(address(name), first_name, last_name)
        groups.join(team[name], role)
    return People(team)


def pool_of(play, people_from: int, first_day: int):
    """People who serve two years in the pool and are trained, by the acts of the secretariat.

    Nobody serves more in a row (label.md 2.6): others follow them. `people_from`: the number of the
    first of their names.
    """
    agenda, by = play.agenda, play.people.secretariat
    yield agenda.at(first_day, 8)
    members = _volunteers(play.people, people_from, now=agenda.now)
    for member in members:
        day = agenda.today
        pool.admit(member, by=by, college=member.college, starts_on=day, now=agenda.now)
        pool.note_training(member, by=by, trained_on=day, shadowed_on=day, now=agenda.now)
    yield agenda.at(first_day + 340, 8)
    for member in members:
        ends_on = member.terms.get().ends_on
        pool.renew(member, by=by, starts_on=ends_on, now=agenda.now)


def _volunteers(people: People, number: int, *, now) -> list[PoolMember]:
    communes = list(Commune.objects.order_by("pk")[:60])
    members = []
    for college, count in POOL.items():
        for rank in range(count):
            first_name = FIRST_NAMES[number % len(FIRST_NAMES)]
            last_name = LAST_NAMES[(number * 7) % len(LAST_NAMES)]
            activities = ACTIVITIES.get(college, ("",))
            members.append(
                PoolMember(
                    person=_ensure(_mail(first_name, last_name), first_name, last_name),
                    college=college,
                    state=PoolState.VOLUNTEER,
                    commune=communes[number % len(communes)],
                    activity=activities[rank % len(activities)],
                    motivation="Comprendre comment on décide, et y prendre part.",
                    age_band=PoolMember.AgeBand.values[rank % 6],
                    sex=("f", "m")[number % 2],
                    volunteered_at=now,
                )
            )
            number += 1
    made = PoolMember.objects.bulk_create(members)
    for one in made:
        people.pool.setdefault(one.college, []).append(one)
    return made


def volunteer(call: dict, *, now) -> None:
    """People who offer themselves, and wait for the yearly draw; some say nothing for balance."""
    communes = list(Commune.objects.order_by("-pk")[:2])
    number = call["from"]
    for college, count in call["colleges"].items():
        for rank in range(count):
            first_name = FIRST_NAMES[number % len(FIRST_NAMES)]
            last_name = LAST_NAMES[(number * 7) % len(LAST_NAMES)]
            says = rank % 6 != 5
            PoolMember.objects.create(
                person=_ensure(_mail(first_name, last_name), first_name, last_name),
                college=college,
                state=PoolState.VOLUNTEER,
                commune=communes[rank % 3 == 2],
                motivation="J’achète au marché depuis toujours et j’aimerais donner mon avis.",
                age_band=("30-44", "60-74")[rank % 4 == 3] if says else "",
                sex="fm"[rank % 2] if says else "",
                volunteered_at=now,
            )
            number += 1


def applicant(page: ProducerPage, name: str) -> User:
    """Who applies for a listing: somebody who tends it already, or a person of that name."""
    owners = Membership.objects.owners().filter(page=page)
    known = owners.select_related("user").order_by("pk").first()
    if known:
        return known.user
    first_name, _space, last_name = name.partition(" ")
    person = _ensure(_mail(first_name, last_name), first_name, last_name)
    Membership.objects.create(page=page, user=person)
    return person


def _mail(first_name: str, last_name: str) -> str:
    return address(f"{slugify(first_name)}.{slugify(last_name)}")


def _ensure(email: str, first_name: str, last_name: str) -> User:
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, first_name=first_name, last_name=last_name)
