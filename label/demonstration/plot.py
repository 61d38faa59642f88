"""Which cases the demonstration has, and what happens to each: one function a case or a kind."""

from label import cases, decisions, grants
from label.demonstration import lots, people, seasons, watching
from label.demonstration.story import Story
from label.demonstration.texts import DECISION
from label.enums import Outcome
from label.models import Grant, SelfDeclaration

# Sessions: name → day, counted from the day of loading.
SESSIONS = {
    "first": -1165,
    "spring": -420,
    "autumn": -400,
    "winter": -150,
    "past": -58,
    "recent": -13,
    "today": 0,
    "next": 6,
}
# Labels of the first season, in force: producer → who applies, session.
IN_FORCE = {
    "Rizières du Petit Flamant": ("Mathilde Arnavielle", "spring"),
    "Manade des Aigues bleues": ("Gisèle Aubanel", "spring"),
    "La Traverse aux oignons": ("Émile Pellecuer", "spring"),
    "Chèvrerie du Fesc perdu": ("Nadia Vernassal", "spring"),
    "Les Quatre Cents Arbres à pain": ("Joël Chabrol", "spring"),
    "Magnanerie des Cinq Mûriers": ("Clarisse Soustelle", "spring"),
    "Les Fraises de la Jasse neuve": ("Samir Haddad", "spring"),
    "La Ferme du Vistre vert": ("Bernadette Roque", "autumn"),
    "Atelier Serge Indigo": ("Serge Meynier", "autumn"),
    "Les Jardins du Grand Micocoulier": ("Mireille Bastidon", "autumn"),
    "Oliveraie Font-Bouisse": ("Josette Mazoyer", "autumn"),
    "Le Fournil de Cante-Perlette": ("Antoine Galzin", "autumn"),
    "Conserverie des Deux Horloges": ("Huguette Blanc", "autumn"),
}
# Day, label, matter, how far it goes, what was seen, who says it.
ALERTS = (
    (-200, "Oliveraie Font-Bouisse", "origin", "unfounded", "Des olives en juin.", "Une cliente"),
    (-90, "Atelier Serge Indigo", "labelling", "rejected", "Une étiquette en anglais.", ""),
    (-60, "La Traverse aux oignons", "health", "forwarded", "Des filets au sol.", "Un passant"),
    (-70, "La Ferme du Vistre vert", "origin", "founded", "Des cagettes achetées.", "Une voisine"),
    (-9, "Conserverie des Deux Horloges", "practice", "heard", "Des tomates de loin.", "Un client"),
    (-2, "Manade des Aigues bleues", "logo", "", "Le logo sur un produit non couvert.", ""),
)  # fmt: skip
# Day, place of sale, how far its charter goes, who signs it there (on paper: nobody).
CHARTERS = (
    (-380, "Le Comptoir des Sept Fermes", "checked"),
    (-340, "La Halle des Garrigues hautes", "reminded"),
    (-90, "La Remise des Paysans", "listed", "Odette Vigouroux"),
    (-12, "Aux Bancels réunis", "signed", "Régine Combemale"),
    (-3, "L’Estive en ville", "draft", "Paul Estival"),
)
RENEWED = ("La Terre qui tourne rond", "Anselme Rigal")
MIXED = "Des produits achetés sont présentés comme de la ferme."


def titles() -> set[str]:
    """The producers that the cases are about."""
    return {title for title, _name, _tell in CASES} | set(IN_FORCE) | {RENEWED[0]}


def scripts(play, wanted: set[str]) -> list:
    """Everything that is played about the producers `wanted`, in no particular order."""
    found = [
        seasons.first_versions(play),
        seasons.full_rules(play),
        seasons.next_referential(play),
        seasons.nights(play),
        people.pool_of(play, *people.FIRST_POOL),
        people.pool_of(play, *people.SECOND_POOL),
        lots.pool_of_the_year(play),
        lots.pool_of_next_year(play),
        *[seasons.meeting(play, name) for name in SESSIONS],
        *[
            in_force(Story(play, title, name), session)
            for title, (name, session) in IN_FORCE.items()
            if title in wanted
        ],
        *[tell(Story(play, title, name)) for title, name, tell in CASES if title in wanted],
        *[watching.alert(play, *words) for words in ALERTS if words[1] in wanted],
        *[watching.charter(play, *words) for words in CHARTERS],
    ]
    if RENEWED[0] in wanted:
        found.append(superseded(Story(play, *RENEWED), Story(play, *RENEWED)))
    return found


# The first season, under the light rules ----------------------------------------------------------


def label(story, session: str):
    """From an application to a label in force, by the light rules."""
    day = story.play.days[session]
    yield from story.application(day - 45)
    yield from story.complete(day - 42)
    yield from story.judged(session)
    yield from story.opinion(session)
    yield from story.granted(day)


def in_force(story, session: str):
    yield from label(story, session)
    if story.page.title == "Chèvrerie du Fesc perdu":
        yield from story.checked(-100)
    if story.page.title == "Les Jardins du Grand Micocoulier":
        yield story.at(-8, 21)
        row = SelfDeclaration.objects.filter(grant=story.grant, filed_at=None).first()
        if row:
            grants.declare_year(row, {"nothing_changed": True}, by=story.operator, now=story.now)
    if story.page.title == "Le Fournil de Cante-Perlette":  # never confirmed: it ends by itself
        yield from story.measure(-200, grants.suspend_at_once, danger="health")
    if story.page.title == "Les Quatre Cents Arbres à pain":
        yield from story.checked(-25, finding="minor", code="ECO-4")
    if story.page.title == "Magnanerie des Cinq Mûriers":
        yield from story.checked(-3, until="targeted")


def withdrawn(story):
    yield from label(story, "spring")
    yield from noticed(story, -250)
    yield from story.heard(-200, "withdrawn", MIXED)
    yield from story.panel_review(-182, "withdrawn")
    yield from story.measure(-180, grants.withdraw, public_reason="Origine des produits revendus")


def noticed(story, day: int):
    """A check with a major finding, the operator heard, then a formal notice."""
    yield from story.checked(day, finding="major")
    yield from story.heard(day + 11, "formal_notice", MIXED)
    yield from story.measure(day + 27, grants.give_notice)


def suspended(story):
    yield from label(story, "spring")
    yield from noticed(story, -120)
    yield from story.heard(-62, "suspended", "La mise en demeure est restée sans effet.")
    yield from story.panel_review(-45, "suspended")
    yield from story.measure(-40, grants.suspend)


def suspended_at_once(story):
    yield from label(story, "autumn")
    yield from story.measure(-6, grants.suspend_at_once, danger="health")


def in_notice(story):
    yield from label(story, "autumn")
    yield from noticed(story, -52)
    yield from story.heard(-23, "suspended", "Les étiquettes n’ont pas changé.", observes=True)
    yield from story.corrected(-5)
    yield from story.panel_asked(-3, "suspended")


def renounced(story):
    yield from label(story, "autumn")
    yield from story.renounced(-75)


def annulled(story):
    yield from label(story, "spring")
    yield from story.heard(-360, "annulled", "Le site est hors du périmètre.", observes=True)
    yield from story.measure(-335, grants.annul, ground="illegal")


def refused_and_closed(story):
    story.worse, story.outcome = {"SAN-1": "unmet"}, Outcome.REFUSE
    yield from story.application(-445)
    yield from story.complete(-442)
    yield from story.judged("autumn")
    yield from story.opinion("autumn")
    yield from story.decided(-390)
    yield from story.notified(-388)


def expired(story):
    yield from label(story, "first")


def superseded(former, newer):
    """A label of three years ago, renewed in time."""
    yield from label(former, "first")
    yield former.at(-230)
    renews = Grant.objects.get(pk=former.grant.pk)
    yield from newer.application(-212, renews=renews)
    yield from full(newer, "winter")
    yield from newer.granted(-150)


# The second season, under the full rules ----------------------------------------------------------


def full(story, session: str, **options):
    """From a complete application to the opinion of a drawn panel."""
    day = story.play.days[session]
    yield from story.complete(day - 58)
    yield from story.whole_visit(day - 42)
    yield from story.judged(session, **options)
    yield from story.opinion(session)


def applied(story, session: str, **options):
    yield from story.application(story.play.days[session] - 62)
    yield from full(story, session, **options)


def active(story):
    story.split = "ENV-4"
    yield from applied(story, "winter", declines=1)
    yield from story.granted(-150)


def with_reserves(story):
    story.worse = {"ENV-1": "partial", "ENV-2": "partial"}
    story.outcome, story.plan_days = Outcome.GRANT_WITH_RESERVES, 160
    yield from applied(story, "winter", ties=1)
    yield from story.granted(-150)
    yield from story.first_proof_called(-6)


def reserves_lifted(story):
    story.worse, story.outcome = {"ENV-2": "partial"}, Outcome.GRANT_WITH_RESERVES
    yield from applied(story, "winter")
    yield from story.granted(-150)
    yield from story.reserve_proved(-80)


def under_appeal(story):
    story.worse, story.outcome = {"SAN-1": "unmet"}, Outcome.REFUSE
    yield from applied(story, "past")
    yield from story.decided(-50)
    yield from story.notified(-48)
    yield from story.appealed(-20)
    panel = story.reread().appeal_panel
    yield from story.draw(-12, panel)
    yield from story.answers(-8, panel, silent=1)


def to_sign(story):
    yield from applied(story, "past")
    yield from story.decided(-46)
    yield from story.notified(-44)
    yield from story.signed_by_operator(-3)


def to_sign_with_plan(story):
    story.worse, story.outcome = {"ENV-1": "partial"}, Outcome.GRANT_WITH_RESERVES
    yield from applied(story, "past")
    yield from story.decided(-45)
    yield from story.notified(-43)


def refused(story):
    story.worse = {"ECO-1": "unmet", "ENV-2": "partial"}
    story.outcome = Outcome.REFUSE
    story.split = "CUL-4"
    yield from applied(story, "past")
    yield from story.decided(-44)
    yield from story.notified(-42)


def drawn_again(story):
    """A draw voided by the guarantor, published, and drawn again."""
    day = story.play.days["past"]
    yield from story.application(day - 66)
    yield from story.complete(day - 62)
    yield from story.draw(day - 60)
    yield from story.void_draw(day - 57, "Le tour annoncé n’était pas celui qui a été saisi.")
    yield from story.whole_visit(day - 42)
    yield from story.judged("past")
    yield from story.opinion("past")
    yield from story.granted(day)


def deferred(story):
    story.worse = {"ECO-1": "cannot"}
    story.outcome = Outcome.DEFER
    yield from story.application(-75)
    yield from story.complete(-71)
    yield from story.whole_visit(-55)
    yield from story.judged("recent")
    yield from story.opened("recent")
    yield from story.deferral("D’où viennent les bocaux achetés en 2025 ?", "ECO-1")


def opinion_issued(story):
    yield from applied(story, "recent")


def granted(story):
    """Signed by the authority, not notified: its messages are held."""
    yield from applied(story, "recent", declines=2)
    yield from story.decided(-2)


def second_reading(story):
    yield from applied(story, "recent")
    yield story.at(-5, 16)
    decisions.request_second_reading(
        story.reread(),
        by=story.people.autorite,
        reasons="L’avis ne dit rien de la serre chauffée vue à la visite.",
        now=story.now,
    )


def in_session(story):
    story.split = "ENV-3"
    yield from story.application(-62)
    yield from story.complete(-58)
    yield from story.whole_visit(-42)
    yield from story.judged("today")
    yield from story.opened("today")


def nearly_scored(story):
    yield from waiting(story, "today", missing=1)


def half_scored(story):
    yield from waiting(story, "next", missing=5)


def waiting(story, session, *, missing):
    """In scoring, some sheets missing."""
    day = story.play.days[session]
    yield from story.application(day - 62)
    yield from story.complete(day - 58)
    yield from story.whole_visit(day - 42)
    yield from story.paneled(session)
    yield from story.sheets(day, missing=missing)


# Cases under way ----------------------------------------------------------------------


def visit_tomorrow(story):
    yield from story.application(-24)
    yield from story.complete(-19)
    yield from story.team(-12, ties=1)
    yield from story.propose(-11, on=1)
    yield from story.schedule(-8, on=1)
    yield from story.draw(-1, until="committed")


def invitations_out(story):
    """Its first draw was voided; the second has just been done."""
    yield from story.application(-38)
    yield from story.complete(-34)
    yield from story.draw(-32)
    yield from story.void_draw(-29, "Une personne indisponible figurait parmi les candidats.")
    yield from story.whole_visit(-18)
    yield from story.draw(-6)
    yield from story.answers(-3, declines=1, silent=4)


def visits_refused(story):
    yield from story.application(-60)
    yield from story.complete(-56)
    yield from story.team(-50)
    yield from story.propose(-49, on=-40, accepted=False)
    yield from story.propose(-38, on=-30, accepted=False)
    yield story.at(-9, 10)
    cases.give_notice_of_lapse(story.reread(), by=story.people.secretariat, now=story.now)


def late(story):
    """The report of the visit has not come, and the legal date is near."""
    yield from story.application(-107)
    yield from story.complete(-95)
    yield from story.team(-60)
    yield from story.propose(-59, on=-45)
    yield from story.schedule(-56, on=-45)
    yield from story.visit(-45)


def reply_awaited(story):
    """The operator may reply to the visit, and has asked that a juror leave."""
    yield from story.application(-38)
    yield from story.complete(-33)
    yield from story.team(-27)
    yield from story.propose(-26, on=-12)
    yield from story.schedule(-24, on=-12)
    yield from story.visit(-12)
    yield from story.draw(-11)
    yield from story.answers(-8)
    yield from story.report(-4)
    yield from story.notify_panel(-2)
    yield from story.challenged(-1, "Nous sommes en procès pour une clôture depuis l’an dernier.")


def report_awaited(story):
    yield from story.application(-36)
    yield from story.complete(-31)
    yield from story.team(-25)
    yield from story.propose(-24, on=-3)
    yield from story.schedule(-20, on=-3)
    yield from story.visit(-3)


def silence(story):
    """Nobody answered in four months."""
    yield from story.application(-131)
    yield from story.complete(-120)


def submitted(story):
    yield from story.application(-3)


def not_examined(story):
    yield from story.application(-17)


def incomplete(story):
    yield from story.application(-34)
    yield from story.ask_documents(-22, "Attestation de la MSA", "Plan des parcelles")


def completed(story):
    yield from story.application(-30)
    yield from story.ask_documents(-24, "Attestation de l’URSSAF")
    yield from story.provide_documents(-5)
    yield from story.complete(-3)
    yield from story.team(2, until="committed")


def inadmissible(story):
    yield from story.application(-70)
    yield story.at(-62)
    cases.open_inadmissibility_hearing(
        story.reread(),
        by=story.people.secretariat,
        rule="perimeter",
        grounds="La vinification se fait hors du périmètre.",
        now=story.now,
    )
    yield story.at(-49)
    cases.propose_inadmissible(story.reread(), by=story.people.secretariat, now=story.now)
    yield story.at(-47)
    cases.declare_inadmissible(story.reread(), by=story.people.autorite, now=story.now, **DECISION)
    yield from story.notified(-45)


def lapsed(story):
    yield from story.application(-62)
    yield from story.ask_documents(-50, "Dernier contrôle d’hygiène")


def desisted(story, day: int = -9):
    yield from story.application(day - 20)
    yield from story.complete(day - 15)
    yield story.at(day, 21)
    cases.desist(story.reread(), by=story.operator, now=story.now)


def closed(story):
    yield from desisted(story, -200)


def started(story):
    yield from story.draft(-4, whole=False)


def on_paper(story):
    yield from story.draft(-6, paper="Mandat papier n° 12 du 3 du mois")


def asked_on_paper(story):
    """Somebody without an account: what we ask waits to be posted."""
    yield from story.application(-14, paper="Mandat papier n° 9 du 2 du mois")
    yield from story.ask_documents(-1, "Attestation de la MSA", "Plan des parcs à moules")


def forgotten(story):
    yield from story.draft(-345, whole=False)


CASES = (
    ("Brasserie de l’Amphore fêlée", "Denis Arcay", withdrawn),
    ("Vergers du Canal blanc", "Yvette Cazalis", suspended),
    ("Savonnerie de la Placette rousse", "Leïla Bennis", suspended_at_once),
    ("Tomates et Cie du Mas Fourcat", "Robert Fourcat", in_notice),
    ("Les Œufs de la Draillette", "Simone Jullian", renounced),
    ("Kiwis du Petit Vignemal", "Alain Pradel", annulled),
    ("Glaces de la Fontaine close", "Marco Tessari", refused_and_closed),
    ("Croquants Fournel et fille", "Lucette Fournel", expired),
    ("Moulin de la Pierre levée", "Vincent Roustan", active),
    ("Rucher des Trois Vents", "Pauline Ménard", with_reserves),
    ("Ferme de l’Esquillon", "Youssef Amrani", reserves_lifted),
    ("Chèvrerie de la Combe Argence", "Martine Valat", under_appeal),
    ("Pâtes de la Tour ronde", "Giulia Ferrero", to_sign),
    ("Le Verger de Puechsigal", "Daniel Puechsigal", to_sign_with_plan),
    ("Miels du Puech Ardent", "Corinne Abauzit", refused),
    ("Brebis de Montagnac", "Ludovic Estève", drawn_again),
    ("Verger de la Coustette", "Noémie Coste", deferred),
    ("Les Amandiers d’Escanin", "René Escanin", opinion_issued),
    ("Laiterie des Prés longs", "Valérie Sabatier", granted),
    ("Le Champ des Escargots lents", "Basile Lafont", second_reading),
    ("La Pisciculture du Béal clair", "Aline Rouvière", in_session),
    ("Les Poules du Mas Roumieu", "Christophe Roumieu", nearly_scored),
    ("La Vannerie du Valat", "Edith Valentin", half_scored),
    ("Bergerie de l’Hort de Dieu d’en bas", "Gaspard Nadal", visit_tomorrow),
    ("Élevage de la Gardie basse", "Muriel Gardiès", invitations_out),
    ("Le Saunier de la Tête noire", "Firmin Delpuech", visits_refused),
    ("L’Essaim de la Baraque", "Solange Broche", late),
    ("Verveine et Pistou", "Camille Bastide", reply_awaited),
    ("Les Bouquets de la Caminade", "Ophélie Caminade", report_awaited),
    ("Les Asperges de Montcalde", "Fernand Montcalde", silence),
    ("Les Grenades de Bois-Fontaine", "Sarah Boisson", submitted),
    ("Fournil de la Roubine", "Kevin Roubaud", not_examined),
    ("Le Mas de l’Aube d’eau", "Brigitte Aubert", incomplete),
    ("Le Champ du Merle bleu", "Judith Merle", completed),
    ("Clos Pataras", "Georges Pataras", inadmissible),
    ("Verger de la Lône", "Thierry Laune", lapsed),
    ("Tournage du Bois d’amour", "Pascal Dubois", desisted),
    ("Les Plants de Maître Hulotte", "Jeanne Hulot", closed),
    ("Le Mourre, pêche du jour", "Sandrine Espinas", started),
    ("Sellerie du Biòu", "Maurice Bioulès", on_paper),
    ("Les Moules du Ponant", "Augustin Ribaute", asked_on_paper),
    ("Les Bancels de Rieumal", "Adèle Rieu", forgotten),
)
