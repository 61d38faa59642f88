"""What OpenStreetMap's tags mean here."""

from collections.abc import Mapping

from directory.enums import Kind, StepFree

KIND_COLUMNS = ("shop", "amenity", "craft")

KINDS = {
    "bakery": Kind.BAKERY,
    "butcher": Kind.BUTCHER,
    "greengrocer": Kind.GREENGROCER,
    "farm": Kind.FARM_GATE,
    "supermarket": Kind.SUPERMARKET,
    "convenience": Kind.GROCERY,
    "general": Kind.GROCERY,
    "food": Kind.GROCERY,
    "grocery": Kind.GROCERY,
    "health_food": Kind.GROCERY,
    "honey": Kind.GROCERY,
    "nuts": Kind.GROCERY,
    "spices": Kind.GROCERY,
    "seafood": Kind.FISHMONGER,
    "fishmonger": Kind.FISHMONGER,
    "cheese": Kind.DELICATESSEN,
    "dairy": Kind.DELICATESSEN,
    "deli": Kind.DELICATESSEN,
    "pasta": Kind.DELICATESSEN,
    "caterer": Kind.DELICATESSEN,
    "wine": Kind.CELLAR,
    "winery": Kind.CELLAR,
    "alcohol": Kind.CELLAR,
    "beverages": Kind.CELLAR,
    "brewery": Kind.CELLAR,
    "distillery": Kind.CELLAR,
    "confectionery": Kind.CONFECTIONER,
    "chocolate": Kind.CONFECTIONER,
    "pastry": Kind.CONFECTIONER,
    "ice_cream": Kind.CONFECTIONER,
    "oil_mill": Kind.WORKSHOP,
    "beekeeper": Kind.FARM_GATE,
    "marketplace": Kind.OPEN_MARKET,
    "vending_machine": Kind.VENDING_MACHINE,
}

# A vending machine is ours only if it sells one of these (tag vending=*).
VENDED_FOOD = frozenset(
    {"food", "bread", "milk", "eggs", "vegetables", "fruit", "potatoes", "pizza", "cheese", "meat"}
    | {"honey", "oysters", "seafood"}
)

WHEELCHAIR = {
    "yes": StepFree.YES,
    "designated": StepFree.YES,
    "limited": StepFree.PARTLY,
    "no": StepFree.NO,
}


def kind_of(values: Mapping[str, str]) -> Kind | None:
    """The kind that a place's tags say, or None if it is not one of ours."""
    for column in KIND_COLUMNS:
        for tag in values.get(column, "").lower().split(";"):
            kind = KINDS.get(tag.strip())
            if kind == Kind.VENDING_MACHINE and not _vends_food(values.get("vending", "")):
                continue
            if kind:
                return kind
    return None


def _vends_food(vending: str) -> bool:
    return not VENDED_FOOD.isdisjoint(part.strip() for part in vending.lower().split(";"))
