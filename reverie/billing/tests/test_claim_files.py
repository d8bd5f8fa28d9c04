"""Claims and remittances as files: what we write the checker accepts, what we read balances."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from reverie.billing import x12
from reverie.billing.claim_file import text_of
from reverie.billing.claim_values import Biller, ClaimFile, Party, Payer, Provider, Second, Service
from reverie.billing.remittance import Adjustment, remittances

DATA = Path(__file__).parent / "data" / "x12"
AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
IRIS = Party("Vale", "Iris", "2 Sample Ave", "Testville", "MA", "02110", date(1988, 11, 2), "F")
PRACTICE = Party("Fictional Psychotherapy Practice", "", "1 Nowhere St", "Testville", "MA", "021100001")
CLAIM = ClaimFile(
    number="RV-2026-0001",
    biller=Biller(PRACTICE, "1234567893", "00-0000000", "555 010 0100", "000000000"),
    provider=Provider("Maren", "Oster", "1234567893", "103TP0814X"),
    payer=Payer("Fictional Health Plan", "99999"),
    holder=IRIS,
    member_id="FHP 123456789",
    patient=IRIS,
    diagnoses=("F34.1",),
    services=(
        Service("90834", date(2026, 3, 2), 200_00),
        Service("90834", date(2026, 3, 9), 200_00, "10", ("95",)),
    ),
)


def file(name: str) -> str:
    return (DATA / name).read_text()


def written(claim: ClaimFile) -> str:
    return text_of(claim, control=1, at=AT)


def test_the_checker_accepts_what_we_write() -> None:
    text = written(CLAIM)
    assert x12.check(text) == []
    rows = x12.read(text)
    assert ["CLM", "RV-2026-0001", "400", "", "", "11:B:1", "Y", "A", "Y", "Y"] in rows
    assert ["SV1", "HC:90834:95", "200", "UN", "1", "10", "", "1"] in rows
    assert ["HI", "ABK:F341"] in rows
    assert ["SE", str(len(rows) - 4), "0001"] in rows


@pytest.mark.parametrize(
    "change",
    [
        {"biller": replace(CLAIM.biller, party=replace(PRACTICE, first="Maren", last="Oster"))},
        {"relation": "spouse", "holder": Party("Vale", "Otto")},
        {"relation": "child", "holder": Party("Vale", "Otto"), "group": "77120"},
        {"authorisation": "A-17", "paid_cents": 35_50, "is_assigned": False},
        {"patient": replace(IRIS, last="Müller~*", first="Zoë")},
        {
            "second": Second(
                Payer("Another Plan", "88888", "HM"), Party("Vale", "Otto"), "A 1", "spouse", "G7"
            )
        },
    ],
)
def test_it_accepts_every_kind_of_claim(change: dict[str, object]) -> None:
    claim = replace(CLAIM, **change)  # type: ignore[arg-type]
    if claim.relation == "self":
        claim = replace(claim, holder=claim.patient)
    assert x12.check(written(claim)) == []


def test_the_insurance_that_pays_second_is_named() -> None:
    second = Second(Payer("Another Plan", "88888", "HM"), IRIS, "A 1", "self", "G7")
    rows = x12.read(written(replace(CLAIM, second=second)))
    assert [row[1:3] for row in rows if row[0] == "SBR"] == [["P", "18"], ["S", "18"]]
    assert ["NM1", "PR", "2", "ANOTHER PLAN", "", "", "", "", "PI", "88888"] in rows
    assert ["NM1", "IL", "1", "VALE", "IRIS", "", "", "", "MI", "A1"] in rows


@pytest.mark.parametrize(
    ("change", "segment"),
    [
        ({"diagnoses": ("",)}, "HI"),
        ({"services": (replace(CLAIM.services[0], cents=0, code=""),)}, "SV1"),
        ({"payer": Payer("", "99999")}, "NM1"),
        ({"number": ""}, "CLM"),
        ({"patient": replace(IRIS, born_on=None), "holder": replace(IRIS, born_on=None)}, "DMG"),
    ],
)
def test_a_broken_claim_is_refused_with_the_place(change: dict[str, object], segment: str) -> None:
    faults = x12.check(written(replace(CLAIM, **change)))  # type: ignore[arg-type]
    assert segment in {fault.segment for fault in faults}
    assert all(fault.line > 0 and fault.words for fault in faults)


def test_faults_of_somebody_elses_file_have_their_place() -> None:
    faults = x12.check(file("imsweb-missing_elements.edi"))
    assert ("NM1", 7) in {(fault.segment, fault.line) for fault in faults}
    assert x12.check("no X12 at all") != []


def random_claim(dice: random.Random, number: int) -> ClaimFile:
    """Fifty sessions on different days, at random fees, places and codes."""
    codes = ("F34.1", "F41.1", "F33.41")[: dice.randint(1, 3)]
    services = tuple(
        Service(
            dice.choice(["90832", "90834", "90837", "90845"]),
            date(2026, 1, 1) + timedelta(days=dice.randrange(300)),
            dice.randint(1, 40000), *dice.choice([("11", ()), ("10", ("95",))]), dice.randint(1, len(codes)),
        )
        for _session in range(50)
    )  # fmt: skip
    relation = dice.choice(["self", "self", "spouse", "child", "other"])
    holder = IRIS if relation == "self" else Party("Vale", "Otto")
    return replace(
        CLAIM,
        number=f"RV-2026-{number:04d}",
        services=services,
        diagnoses=codes,
        relation=relation,
        holder=holder,
    )


def test_two_hundred_random_charges_are_accepted() -> None:
    dice = random.Random(837)
    for number in range(1, 5):
        claim = random_claim(dice, number)
        text = written(claim)
        assert x12.check(text) == [], text
        sums = [x12.cents(row[2]) for row in x12.read(text) if row[0] == "SV1"]
        assert sum(sums) == claim.total_cents


def test_the_fictional_pair_balances() -> None:
    claims = [row for row in x12.read(file("own-837p.edi")) if row[0] == "CLM"]
    (found,) = remittances(file("own-835.edi"))
    (claim,) = found.claims
    assert (claims[0][1], x12.cents(claims[0][2])) == (claim.number, 400_00)
    assert (claim.charged_cents, claim.paid_cents, claim.share_cents) == (400_00, 230_00, 70_00)
    assert (claim.sum_of("CO"), claim.sum_of("PR")) == (100_00, 70_00)
    assert claim.services[0].adjustments == [Adjustment("CO", "45", 50_00), Adjustment("PR", "3", 35_00)]


def test_other_payers_remittances() -> None:
    (found,) = remittances(file("lfh-demo-835.edi"))
    assert (found.paid_cents, found.others_cents, len(found.claims)) == (150_000_00, -1_27, 2)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (file("moov-835-1.edi"), "Claim 9999999 does not balance"),
        (file("moov-835-2.edi"), r"Segment 4 \(BPR\)"),
        (file("own-835.edi").replace("BPR*I*230", "BPR*I*231"), "not the sum of its claims"),
        (file("own-835.edi").replace("SVC*HC:90834*200*115", "SVC*HC:90834*200*114"), "add up to another"),
        (
            file("own-835.edi").replace("CAS*CO*45*50", "CAS*CO*45*5O"),
            r"Segment 20 \(CAS\): '5O' is no amount",
        ),
        (file("own-835.edi").partition("SVC")[0], "ends in the middle"),
        (file("own-837p.edi"), "no remittance"),
        ("PDF", "does not begin with ISA"),
        ("ISA", r"Segment 1 \(ISA\)"),
        ("ISA*00*~GS*HP~" + "x" * 120, r"Segment 1 \(ISA\)"),
        (file("own-835.edi").replace("BPR*", "BPX*"), r"Segment 3 \(ST\).*no payment"),
        (
            file("own-835.edi").replace("*400*230*70*", "*400*230*999999999999*"),
            r"\(CLP\).*more than one claim",
        ),
    ],
)
def test_a_broken_remittance_is_refused_with_the_place(text: str, sentence: str) -> None:
    with pytest.raises(x12.CannotRead, match=sentence):
        remittances(text)


@pytest.mark.parametrize(
    ("text", "value"), [("115", 11500), ("115.5", 11550), ("-3.07", -307), (".5", 50), ("0", 0)]
)
def test_amounts_are_whole_cents(text: str, value: int) -> None:
    assert x12.cents(text) == value
    assert x12.cents(x12.amount(value)) == value


@pytest.mark.parametrize("text", ["", "-", "1.234", "1,5", "1e5", "１", "9" * 13])
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(x12.CannotRead):
        x12.cents(text)
