from reverie.billing.models.charge import Charge, Reduction
from reverie.billing.models.claim import Claim, ClaimLine, Remittance
from reverie.billing.models.coverage import Coverage, Insurer
from reverie.billing.models.document import Document, DocumentLine, Series
from reverie.billing.models.estimate import EstimateFigures
from reverie.billing.models.ledger import LedgerEntry, money_chain
from reverie.billing.models.letterhead import Addressee, Letterhead, ServiceCode, TherapistNumbers

__all__ = [
    "Addressee",
    "Charge",
    "Claim",
    "ClaimLine",
    "Coverage",
    "Document",
    "DocumentLine",
    "EstimateFigures",
    "Insurer",
    "LedgerEntry",
    "Letterhead",
    "Reduction",
    "Remittance",
    "Series",
    "ServiceCode",
    "TherapistNumbers",
    "money_chain",
]
