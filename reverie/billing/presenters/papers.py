"""From what was sealed with a document to the words on its pages; one page description serves all kinds."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reverie.billing.models import Document
from reverie.billing.models.labels import METHODS
from reverie.billing.presenters.words import DOCUMENTS, PLACES, line_words
from reverie.core.money import money

PAGE = Path(__file__).parent.parent / "data" / "paper" / "document.typ"
Words = dict[str, Any]


def paper(words: Words) -> dict[str, Any]:
    """The data of `document.typ`: title, heads, facts, tables, sums and notes, in that order."""
    title = _("{kind} {number}").format(kind=DOCUMENTS[words["kind"]], number=words["number"])
    return {
        "title": title,
        "practice": {"name": words["practice"]["name"], "lines": address(words["practice"])},
        "to": [words["client"]["name"], *address(words["client"])],
        "foot": title,
        **KINDS[words["kind"]](words),
    }


def address(words: Words) -> list[str]:
    """Street, place, phone; empty lines are left out."""
    place = f"{words.get('city', '')}, {words.get('state', '')} {words.get('postal_code', '')}".strip(" ,")
    return [line for line in (words.get("street", ""), place, words.get("phone", "")) if line]


def _invoice(words: Words) -> dict[str, Any]:
    amount = _amounts(words)
    rows = [[_day(line["on"]), line_words(line), amount(line["cents"])] for line in words["lines"]]
    sums = [[_("All hours together"), amount(words["total_cents"])]]
    if words["before_cents"]:
        sums.append([_("Earlier invoices, less what came in"), amount(words["before_cents"])])
    sums.append([_("To be paid"), amount(max(words["due_cents"], 0))])
    return {
        "facts": [*_facts(words), [_("Hours"), _days(words)]],
        "tables": [
            {"title": "", "head": [_("Day"), _("Hour"), _("Amount")], "rows": rows, "wide": 1, "right": [2]}
        ],
        "sums": sums,
        "notes": [words["practice"].get("terms", "")],
    }


def _receipt(words: Words) -> dict[str, Any]:
    amount = _amounts(words)
    said = _("Received on {day}: {amount}, {how}. With thanks.")
    how = str(METHODS.get(words["method"], words["method"])).lower()
    line = said.format(day=_day(words["paid_on"]), amount=amount(words["total_cents"]), how=how)
    sums = [[_("Received"), amount(words["total_cents"])]]
    if words["due_cents"] > 0:
        sums.append([_("Still open on that day"), amount(words["due_cents"])])
    return {"facts": _facts(words), "tables": [], "sums": sums, "notes": [line]}


def _credit_note(words: Words) -> dict[str, Any]:
    amount = _amounts(words)
    facts = [*_facts(words), [_("Corrects"), words["invoice"]], [_("Reason"), words["reason"]]]
    sums = [[_("Taken back"), amount(-words["total_cents"])], [_("Open now"), amount(words["due_cents"])]]
    return {"facts": facts, "tables": [], "sums": sums, "notes": []}


def _superbill(words: Words) -> dict[str, Any]:
    amount = _amounts(words)
    pointers = {code: chr(ord("A") + place) for place, (code, _words) in enumerate(words["diagnoses"])}
    rows = [
        [
            _day(line["on"]), line["place"], " ".join([line["code"], *line["modifiers"]]),
            pointers[line["diagnosis"]], str(line["units"]), amount(line["cents"]),
            amount(line["paid_cents"]),
        ]
        for line in words["lines"]
    ]  # fmt: skip
    head = [_("Day"), _("Place"), _("Code"), _("Diagnosis"), _("Units"), _("Fee"), _("Paid")]
    diagnoses = [[pointers[code], code, said] for code, said in words["diagnoses"]]
    labels = sorted({(line["code"], line["label"]) for line in words["lines"]})
    return {
        "facts": [*_facts(words), *_person(words), *_provider(words), [_("Sessions"), _days(words)]],
        "tables": [
            {
                "title": _("Diagnoses"),
                "head": [_("Pointer"), _("ICD-10-CM"), _("In words")],
                "rows": diagnoses,
                "wide": 2,
                "right": [],
            },
            {"title": _("Sessions"), "head": head, "rows": rows, "wide": 2, "right": [4, 5, 6]},
        ],
        "sums": [[_("Fees"), amount(words["total_cents"])], [_("Paid"), amount(words["paid_cents"])]],
        "notes": [
            "; ".join(f"{code}: {label}" for code, label in labels if label),
            _("Place 11 is the office, 10 the client’s home by video or phone. Modifier 95 means by video."),
            _("This statement of services is for the insurer. Only sessions that took place are listed."),
        ],
    }


def _estimate(words: Words) -> dict[str, Any]:
    amount = _amounts(words)
    service, (code, diagnosis) = words["service"], words["diagnosis"]
    said = service["label"] or _("Psychotherapy session")
    row = [
        f"{said}, {service['minutes']} min, {PLACES.get(service['place'], service['place'])}",
        service["code"] or "–",
        code or _("not known yet"),
        str(words["hours"]),
        amount(words["fee_cents"]),
        amount(words["total_cents"]),
    ]
    head = [_("Service"), _("Code"), _("Diagnosis"), _("Number"), _("Fee"), _("Expected charge")]
    said_often = (
        _("{hours} every other week for {weeks} weeks between {days}")
        if words.get("step_weeks") == 2
        else _("{hours} a week for {weeks} weeks between {days}")
    )
    how_often = said_often.format(hours=words["hours_a_week"], weeks=words["weeks"], days=_days(words))
    facts = [*_facts(words), *_person(words), *_provider(words), [_("How often"), how_often]]
    if diagnosis:
        facts.append([_("Diagnosis"), f"{code} {diagnosis}"])
    table = {"title": _("What is expected"), "head": head, "rows": [row], "wide": 0, "right": [3, 4, 5]}
    sums = [[_("Expected in all"), amount(words["total_cents"])]]
    return {"facts": facts, "tables": [table], "sums": sums, "notes": _disclaimers()}


def _disclaimers() -> list[str]:
    return [
        _("Separately scheduled services: none are expected. Should one be, it gets an estimate of its own."),
        _("This is an estimate of what is expected now, not a contract: it obliges you to nothing."),
        _("Other services may be recommended that are not on it, and the actual charges may differ."),
        _(
            "If you are billed at least $400 more than this estimate, you have the right to dispute the "
            "bill: within 120 days of the first bill, through the federal patient-provider dispute process, "
            "for a fee of $25. Disputing a bill does not change how you are cared for."
        ),
        _("Missed hours that our agreement asks you to pay are counted above. Keep this paper."),
    ]


KINDS: dict[str, Callable[[Words], dict[str, Any]]] = {
    Document.INVOICE: _invoice,
    Document.RECEIPT: _receipt,
    Document.CREDIT_NOTE: _credit_note,
    Document.SUPERBILL: _superbill,
    Document.ESTIMATE: _estimate,
}


def _facts(words: Words) -> list[list[str]]:
    rows = [[_("Number"), words["number"]], [_("Issued"), _day(words["issued_on"])]]
    if words["practice"].get("tax_id"):
        rows.append([_("Tax number"), words["practice"]["tax_id"]])
    if words["practice"].get("npi"):
        rows.append([_("NPI of the practice"), words["practice"]["npi"]])
    return rows


def _person(words: Words) -> list[list[str]]:
    born = words["client"].get("born_on", "")
    return [[_("Client"), words["client"]["name"]], [_("Born"), _day(born) if born else _("not known here")]]


def _provider(words: Words) -> list[list[str]]:
    provider = words["provider"]
    rows = [[_("Therapist"), provider["name"]], [_("NPI"), provider["npi"] or "–"]]
    return rows + ([[_("License"), provider["licence"]]] if provider["licence"] else [])


def _amounts(words: Words) -> Callable[[int], str]:
    return lambda cents: money(cents, words["currency"])


def _days(words: Words) -> str:
    return f"{_day(words['first_day'])} – {_day(words['last_day'])}"


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso), _("F j, Y"))
