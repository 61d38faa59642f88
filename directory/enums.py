"""Closed lists of the directory."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Country(models.TextChoices):
    """The four countries of the Gard, from the mountain to the sea."""

    CEVENNES = "cevennes", _("Cévennes")
    GARRIGUES = "garrigues", _("Garrigues")
    COSTIERES = "costieres", _("Costières")
    CAMARGUE = "camargue", _("Camargue")


class Kind(models.TextChoices):
    """What a listing is: a producer, or one of the kinds of point of sale (glossary.md)."""

    PRODUCER = "producteur", _("Producteur")
    FARM_GATE = "ferme", _("Vente à la ferme")
    FARM_STAND = "cabane", _("Cabane de vente")
    PRODUCER_SHOP = "magasin-producteurs", _("Magasin de producteurs")
    OPEN_MARKET = "marche", _("Marché de plein vent")
    FARMERS_MARKET = "marche-producteurs", _("Marché de producteurs")
    EVENING_MARKET = "marche-soir", _("Marché du soir")
    MARKET_HALL = "halle", _("Halle")
    AMAP = "amap", _("AMAP")
    BASKET_PICKUP = "panier", _("Retrait de paniers")
    VENDING_MACHINE = "distributeur", _("Distributeur automatique")
    LOCKER = "casier", _("Casier réfrigéré")
    ROUND = "tournee", _("Tournée")
    GROCERY = "epicerie", _("Épicerie")
    SUPERMARKET = "supermarche", _("Rayon de supermarché")
    RESTAURANT = "restaurant", _("Restaurant")
    BAKERY = "boulangerie", _("Boulangerie")
    BUTCHER = "boucherie", _("Boucherie")
    FISHMONGER = "poissonnerie", _("Poissonnerie")
    GREENGROCER = "primeur", _("Primeur")
    DELICATESSEN = "fromagerie-traiteur", _("Fromagerie, traiteur")
    CELLAR = "caveau", _("Caveau, cave")
    CONFECTIONER = "patisserie-confiserie", _("Pâtisserie, confiserie")
    WORKSHOP = "atelier", _("Atelier d’artisan")
    OTHER = "autre", _("Autre lieu de vente")


POINT_OF_SALE_KINDS = [choice for choice in Kind.choices if choice[0] != Kind.PRODUCER]

# icon (site/static/img/icons.svg) and ink (tokens.css) of each kind
KIND_LOOKS = {
    Kind.PRODUCER: ("farm", "garrigue"),
    Kind.FARM_GATE: ("farm", "garrigue"),
    Kind.FARM_STAND: ("hut", "ocre"),
    Kind.PRODUCER_SHOP: ("shop", "denim"),
    Kind.OPEN_MARKET: ("market", "fraise"),
    Kind.FARMERS_MARKET: ("market", "fraise"),
    Kind.EVENING_MARKET: ("market", "prune"),
    Kind.MARKET_HALL: ("market", "ocre"),
    Kind.AMAP: ("amap", "prune"),
    Kind.BASKET_PICKUP: ("amap", "garrigue"),
    Kind.VENDING_MACHINE: ("vending", "rhone"),
    Kind.LOCKER: ("vending", "rhone"),
    Kind.ROUND: ("bus", "ocre"),
    Kind.GROCERY: ("shop", "rhone"),
    Kind.SUPERMARKET: ("shop", "denim"),
    Kind.RESTAURANT: ("recipe", "fraise"),
    Kind.BAKERY: ("bread", "ocre"),
    Kind.BUTCHER: ("meat", "fraise"),
    Kind.FISHMONGER: ("fish", "rhone"),
    Kind.GREENGROCER: ("vegetable", "garrigue"),
    Kind.DELICATESSEN: ("cheese", "soleil"),
    Kind.CELLAR: ("wine", "prune"),
    Kind.CONFECTIONER: ("jam", "prune"),
    Kind.WORKSHOP: ("craft", "prune"),
    Kind.OTHER: ("pin", "denim"),
}


class Nature(models.TextChoices):
    RAW = "raw", _("brut")
    PROCESSED = "processed", _("transformé")
    CRAFT = "craft", _("artisanat et textile")


class PackLogo(models.TextChoices):
    """May the label's logo stand on the pack (rules.md 4.7)."""

    ALLOWED = "allowed", _("autorisé")
    FORBIDDEN = "forbidden", _("interdit")
    ASK_COUNSEL = "ask_counsel", _("avis juridique")


class PositionPrecision(models.TextChoices):
    EXACT = "exact", _("à l’adresse")
    COMMUNE = "commune", _("à la commune seulement")


class PriceUnit(models.TextChoices):
    KILOGRAM = "kg", _("le kilo")
    PIECE = "piece", _("la pièce")
    BUNCH = "bunch", _("la botte")
    LITRE = "litre", _("le litre")
    DOZEN = "dozen", _("la douzaine")
    HUNDRED_GRAMS = "100g", _("les 100 g")
    BASKET = "basket", _("le panier")
    JAR = "jar", _("le pot")
    BOTTLE = "bottle", _("la bouteille")


class Payment(models.TextChoices):
    CASH = "especes", _("espèces")
    CARD = "carte", _("carte bancaire")
    CHEQUE = "cheque", _("chèque")
    TRANSFER = "virement", _("virement")
    MEAL_VOUCHER = "titre-restaurant", _("titres-restaurant")
    LOCAL_CURRENCY = "monnaie-locale", _("monnaie locale")


class Service(models.TextChoices):
    DELIVERY = "livraison", _("livraison")
    ORDER = "commande", _("commande à l’avance")
    MEAL_KIT = "box", _("box prête à cuisiner")
    BASKET = "panier", _("panier")


class StepFree(models.TextChoices):
    """Can a wheelchair come in; unknown is not no."""

    UNKNOWN = "", _("non renseigné")
    YES = "yes", _("de plain-pied ou avec rampe")
    PARTLY = "partly", _("en partie, avec une aide")
    NO = "no", _("non")


class Unit(models.TextChoices):
    """How a recipe counts an ingredient; empty: it does not (« sel et poivre »)."""

    NONE = "", _("sans mesure")
    GRAM = "g", _("gramme")
    KILOGRAM = "kg", _("kilogramme")
    MILLILITRE = "ml", _("millilitre")
    CENTILITRE = "cl", _("centilitre")
    LITRE = "l", _("litre")
    PIECE = "piece", _("pièce")
    TABLESPOON = "tablespoon", _("cuillère à soupe")
    TEASPOON = "teaspoon", _("cuillère à café")
    BUNCH = "bunch", _("botte")
    PINCH = "pinch", _("pincée")


class Difficulty(models.TextChoices):
    EASY = "easy", _("facile")
    MEDIUM = "medium", _("moyenne")
    HARD = "hard", _("difficile")


class Allergen(models.TextChoices):
    """The fourteen of regulation EU 1169/2011, annex II; their order is the bit of each in a mask,
    so a new one goes last."""

    GLUTEN = "gluten", _("gluten")
    CRUSTACEANS = "crustaceans", _("crustacés")
    EGGS = "eggs", _("œufs")
    FISH = "fish", _("poissons")
    PEANUTS = "peanuts", _("arachides")
    SOYA = "soya", _("soja")
    MILK = "milk", _("lait")
    NUTS = "nuts", _("fruits à coque")
    CELERY = "celery", _("céleri")
    MUSTARD = "mustard", _("moutarde")
    SESAME = "sesame", _("sésame")
    SULPHITES = "sulphites", _("sulfites")
    LUPIN = "lupin", _("lupin")
    MOLLUSCS = "molluscs", _("mollusques")
