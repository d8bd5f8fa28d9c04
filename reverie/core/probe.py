"""Is this database whole? Rows of every table, the audit chain, and a hundred sealed rows that open."""

import random
from dataclasses import asdict, dataclass, field
from typing import Any

from reverie.core import keyring, rotation, snapshot, verification
from reverie.core.cipher import CannotUnseal, key_id
from reverie.core.models import SealedModel
from reverie.core.sealing import KeyChain, Scope, keychain

SAMPLE = 100


@dataclass
class Probe:
    """What was found: rows by table, the chain's state, sealed rows tried and not opened."""

    tables: dict[str, int] = field(default_factory=dict)
    is_chain_whole: bool = False
    links: int = 0
    sealed_tried: int = 0
    sealed_refused: int = 0

    def as_json(self) -> dict[str, Any]:
        """For the command line."""
        return asdict(self)


def probe(sample: int = SAMPLE) -> Probe:
    """Look at the connected database; opens at most about `sample` sealed rows, chosen by chance."""
    report = verification.verify()
    found = Probe(snapshot.count_rows(), report.is_whole, sum(chain.links for chain in report.chains))
    chains: dict[Scope, KeyChain] = {}
    for row in _some_rows(sample):
        found.sealed_tried += 1
        found.sealed_refused += not _opens(row, chains)
    return found


def _some_rows(sample: int) -> list[SealedModel]:
    models = [model for model in rotation.sealed_models() if model._default_manager.exists()]
    share = max(1, sample // max(1, len(models)))
    rows: list[SealedModel] = []
    for model in models:
        keys = list(model._default_manager.values_list("pk", flat=True))
        rows += model._default_manager.filter(pk__in=random.sample(keys, min(share, len(keys))))
    return rows


def _opens(row: SealedModel, chains: dict[Scope, KeyChain]) -> bool:
    try:
        scope = keyring.scope_of(key_id(bytes(row.sealed)))
        if scope is None:
            return False
        chains.setdefault(scope, keychain(scope)).unseal(bytes(row.sealed), row.place())
    except CannotUnseal:
        return False
    return True
