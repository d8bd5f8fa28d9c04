"""The words of every choice of this room, for forms and pages alike."""

from django.utils.translation import gettext_lazy

OUTCOMES = {
    "charged": gettext_lazy("Paid"),
    "waived": gettext_lazy("Not paid"),
    "credit": gettext_lazy("Paid, and put toward an hour to come"),
    "forfeited": gettext_lazy("Paid; the hour to come fell away"),
}
METHODS = {
    "cash": gettext_lazy("Cash"),
    "check": gettext_lazy("Check"),
    "transfer": gettext_lazy("Transfer"),
    "card": gettext_lazy("Card"),
    "insurer": gettext_lazy("Insurer"),
    "other": gettext_lazy("Another way"),
}
RELATIONS = {
    "self": gettext_lazy("The client’s own"),
    "spouse": gettext_lazy("The husband’s or wife’s"),
    "child": gettext_lazy("A parent’s"),
    "other": gettext_lazy("Somebody else’s"),
}
ORDERS = {
    1: gettext_lazy("It pays first"),
    2: gettext_lazy("It pays second, of what another one left"),
}
FILINGS = {
    "CI": gettext_lazy("Commercial"),
    "BL": gettext_lazy("Blue Cross or Blue Shield"),
    "12": gettext_lazy("Preferred provider (PPO)"),
    "HM": gettext_lazy("Health maintenance (HMO)"),
    "MB": gettext_lazy("Medicare Part B"),
    "MC": gettext_lazy("Medicaid"),
    "ZZ": gettext_lazy("Another kind"),
}
