"""What frames the cases: versions in force, sessions, and the nights of the calendar."""

from datetime import timedelta

from label import deadlines, planning, reference_data, versions
from label.models import ReferentialVersion

PLACES = ("Maison des associations, Nîmes", "Salle du conseil, Clarensac", "Halle d’Uzès")


def first_versions(play):
    """The first referential, and the light rules with which a small territory starts."""
    by, authority = play.people.secretariat, play.people.autorite
    year = play.agenda.day(-1280).year
    yield play.agenda.at(-1280)
    referential = versions.create_referential(
        code=f"{year}-1", title="Boussole citoyenne de la qualité", by=by, now=play.agenda.now
    )
    reference_data.write_criteria(referential)
    rules = _rules(play, "light", "Règlement léger")
    for version in (referential, rules):
        versions.consult(version, by=authority, now=play.agenda.now)
    yield play.agenda.at(-1240)
    for version in (referential, rules):
        _in_force(play, version, f"Délibération {year}-41")


def full_rules(play):
    """The full procedure, adopted for the second season."""
    yield play.agenda.at(-300)
    rules = _rules(play, "full", "Règlement complet")
    versions.consult(rules, by=play.people.autorite, now=play.agenda.now)
    yield play.agenda.at(-268)
    _in_force(play, rules, f"Délibération {play.agenda.today.year}-17")


def next_referential(play):
    """A second referential, in public consultation today."""
    yield play.agenda.at(-14)
    year = play.agenda.day(0).year + 1
    newer = versions.create_referential(
        code=f"{year}-1",
        title="Boussole citoyenne de la qualité, deuxième version",
        by=play.people.secretariat,
        copy_of=ReferentialVersion.objects.in_force().get(),
        now=play.agenda.now,
    )
    packaging = newer.criteria.get(code="ENV-5")
    packaging.level, packaging.is_remediable = "O", True
    packaging.explanation += " Une consigne ou un retour est proposé pour les bocaux."
    packaging.save()
    yield play.agenda.at(-10)
    versions.consult(newer, by=play.people.autorite, now=play.agenda.now)


def meeting(play, name: str):
    """A session, planned six weeks before, opened and closed by the facilitator."""
    agenda, people = play.agenda, play.people
    day = play.days[name]
    starts_at = agenda.ago(50) if day == 0 else agenda.at(day, 9, 30)
    yield agenda.at(day - 45, 8)
    session = planning.plan_session(
        by=people.secretariat,
        starts_at=starts_at,
        place=PLACES[day % len(PLACES)],
        facilitator=people.animation,
        now=agenda.now,
    )
    play.sessions[name] = session
    yield starts_at + timedelta(minutes=2)
    planning.open_session(session, by=people.animation, now=agenda.now)
    yield agenda.at(day, 21, 30)
    if day < 0:
        planning.close_session(session, by=people.animation, now=agenda.now)


def nights(play):
    """What the calendar does, often enough for every deadline that these cases meet."""
    days = [
        *range(-1200, -430, 60),
        *range(-430, -270, 14),
        *range(-270, -30, 10),
        *range(-30, 0, 3),
    ]
    for day in days:
        yield play.agenda.at(day, 4)
        deadlines.run(now=play.agenda.now, only=tuple(deadlines.HANDLERS))


def _rules(play, profile, title):
    return versions.create_rules(
        code=reference_data.PROFILES[profile],
        title=title,
        figures=reference_data.figures_of(profile),
        by=play.people.secretariat,
        now=play.agenda.now,
    )


def _in_force(play, version, deliberation_ref):
    by = play.people.autorite
    versions.adopt(version, by=by, deliberation_ref=deliberation_ref, now=play.agenda.now)
    versions.put_in_force(version, by=by, now=play.agenda.now)
