"""The twelve months as addresses, and what each is here."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory import months

SLUGS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
_SHORT = (
    *(_("Janv."), _("Févr."), _("Mars"), _("Avril"), _("Mai"), _("Juin")),
    *(_("Juil."), _("Août"), _("Sept."), _("Oct."), _("Nov."), _("Déc.")),
)
_HEADINGS = (
    (
        _("En janvier, la terre se repose, la cave nourrit"),
        _(
            "Poireaux, mâche et épinards tiennent le froid. On sort les courges, les pommes et "
            "l’oignon doux ; la truffe noire est à son mieux."
        ),
    ),
    (
        _("En février, les amandiers n’attendent pas"),
        _(
            "Ils fleurissent avant tout le monde. On finit les choux, les oignons gardés "
            "et les poireaux ; les oreillettes annoncent Carnaval."
        ),
    ),
    (
        _("En mars, la première fraise"),
        _(
            "Elle arrive à Nîmes avec l’asperge des sables. Les chèvres ont mis bas : "
            "le pélardon revient."
        ),
    ),
    (
        _("En avril, tout repart"),
        _(
            "Asperges, fèves et petits pois se bousculent. Les salades sont tendres "
            "et l’oignon nouveau se mange avec sa tige."
        ),
    ),
    (
        _("En mai, les cerises rougissent"),
        _(
            "Les artichauts se croquent crus, les premières courgettes pointent. "
            "C’est le temps des fromages de printemps."
        ),
    ),
    (
        _("En juin, l’été prend de l’avance"),
        _(
            "Abricots et premières tomates arrivent quand la fraise s’en va. "
            "On tresse l’ail nouveau."
        ),
    ),
    (
        _("En juillet, le soleil mûrit tout"),
        _(
            "Pêches, melons, tomates et aubergines au plus haut. On bat le petit épeautre "
            "et les pois chiches."
        ),
    ),
    (
        _("En août, on récolte l’oignon doux"),
        _(
            "Les terrasses des Cévennes se vident, les figues et le raisin mûrissent, "
            "les poivrons rougissent sur pied."
        ),
    ),
    (
        _("En septembre, le Gard déborde"),
        _(
            "Vendanges, riz de Camargue, figues et pommes. Les courges arrivent "
            "avant la fin des tomates."
        ),
    ),
    (
        _("En octobre, la châtaigne tombe"),
        _(
            "On ramasse sous les arbres des Cévennes, on émonde le safran le soir même. "
            "Les daurades quittent les étangs."
        ),
    ),
    (
        _("En novembre, on remplit la cave"),
        _(
            "Choux, poireaux, courges et pommes font l’hiver. On cueille les kakis "
            "et les olives passent au moulin."
        ),
    ),
    (
        _("En décembre, la fête se prépare"),
        _(
            "Huîtres, chapon et truffe se réservent tôt. Mâche, navets et derniers kakis "
            "éclairent les jours courts."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Month:
    number: int

    @property
    def slug(self) -> str:
        return SLUGS[self.number - 1]

    @property
    def name(self) -> str:
        return str(months.NAMES[self.number - 1])

    @property
    def short(self) -> str:
        return str(_SHORT[self.number - 1])

    @property
    def initial(self) -> str:
        return str(months.INITIALS[self.number - 1])

    @property
    def title(self) -> str:
        """The month at the head of a label: « Septembre »."""
        return self.name[:1].upper() + self.name[1:]

    @property
    def heading(self) -> str:
        return str(_HEADINGS[self.number - 1][0])

    @property
    def lead(self) -> str:
        return str(_HEADINGS[self.number - 1][1])

    @property
    def url(self) -> str:
        return reverse("directory:season_month", args=[self.slug])

    @property
    def previous(self) -> "Month":
        return Month((self.number - 2) % 12 + 1)

    @property
    def next(self) -> "Month":
        return Month(self.number % 12 + 1)


YEAR = tuple(Month(number) for number in range(1, 13))


def of_slug(slug: str) -> Month | None:
    """The month of an address: « fevrier »."""
    return Month(SLUGS.index(slug) + 1) if slug in SLUGS else None
