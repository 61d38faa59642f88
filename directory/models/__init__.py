from directory.models.catalogue import Appellation, Product, ProductFamily, QualitySign
from directory.models.claims import Claim
from directory.models.editing import Edit
from directory.models.error_reports import ErrorReport
from directory.models.food import Food
from directory.models.listing import Listing, ListingCell, ListingWord, OpenInterval
from directory.models.mandates import AssistedRevision, Mandate
from directory.models.pages import (
    HoursException,
    ListedPage,
    ListedPageTag,
    Offer,
    Photo,
    PointOfSalePage,
    Presence,
    ProducerIndexPage,
    ProducerPage,
    SearchPage,
    StockedProduct,
)
from directory.models.people import Invitation, Membership
from directory.models.photos import WaitingPhoto
from directory.models.proposals import Proposal, ReasonedApprovalTask
from directory.models.recipe_facts import RecipeFacts
from directory.models.recipes import (
    RecipeIndexPage,
    RecipeIngredient,
    RecipePage,
    RecipeStep,
    RecipeTag,
    RecipeTip,
)
from directory.models.reminders import MailPreferences, Reminder, ReminderSettings
from directory.models.seasons import SeasonsPage
from directory.models.sources import DuplicatePair, ImportRun, Source, SourceRecord
from directory.models.territory import Commune
from directory.models.visits import VisitCount

__all__ = [
    "Appellation",
    "AssistedRevision",
    "Claim",
    "Commune",
    "DuplicatePair",
    "Edit",
    "ErrorReport",
    "Food",
    "HoursException",
    "ImportRun",
    "Invitation",
    "ListedPage",
    "ListedPageTag",
    "Listing",
    "ListingCell",
    "ListingWord",
    "MailPreferences",
    "Mandate",
    "Membership",
    "Offer",
    "OpenInterval",
    "Photo",
    "PointOfSalePage",
    "Presence",
    "ProducerIndexPage",
    "ProducerPage",
    "Product",
    "ProductFamily",
    "Proposal",
    "QualitySign",
    "ReasonedApprovalTask",
    "RecipeFacts",
    "RecipeIndexPage",
    "RecipeIngredient",
    "RecipePage",
    "RecipeStep",
    "RecipeTag",
    "RecipeTip",
    "Reminder",
    "ReminderSettings",
    "SearchPage",
    "SeasonsPage",
    "Source",
    "SourceRecord",
    "StockedProduct",
    "VisitCount",
    "WaitingPhoto",
]
