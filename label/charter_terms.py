"""What a place commits to when it signs the charter, in plain words; signed by their number."""

from django.utils.translation import gettext_lazy as _

NUMBER = "1"  # another one when the words change: a signature keeps the number of what was read
COMMITMENTS = (
    (
        _("Je dis ce qui vient d’ici"),
        _("Sur l’étiquette, l’ardoise ou la carte : le producteur ou la commune."),
    ),
    (
        _("Je ne laisse rien croire de faux"),
        _("Ni local, ni fermier, ni fait maison pour ce qui ne l’est pas."),
    ),
    (
        _("Je déclare une part vraie"),
        _("Celle de mes achats de l’année dans le Gard et chez ses voisins, factures à l’appui."),
    ),
    (
        _("J’accepte qu’on vienne vérifier"),
        _("Annoncé ou non, sur place, et je montre mes factures."),
    ),
    (
        _("Je confirme chaque année"),
        _("Je corrige quand cela change, ou je quitte la charte."),
    ),
    (
        _("Je n’emploie pas le logo du label"),
        _("La charte engage un lieu ; le label, lui, porte sur des produits jugés par un jury."),
    ),
)
