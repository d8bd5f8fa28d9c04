"""The good-faith estimate: what the frame will cost in a period, issued anew when the frame changes."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from reverie.billing.actions.entering import locked
from reverie.billing.actions.issuing import Draft, head_of, issue
from reverie.billing.actions.refusals import CannotIssue
from reverie.billing.arithmetic import Estimate
from reverie.billing.models import Document, EstimateFigures, money_chain
from reverie.billing.queries import estimates, papers
from reverie.billing.queries.terms import codes_in_use, proposed_code, reduction_on
from reverie.core.policy import Actor
from reverie.treatment.models import Frame, Treatment


@transaction.atomic
def issue_estimate(
    *, treatment: Treatment, frame: Frame, first_day: date, last_day: date, weeks: int, by: Actor
) -> Document:
    """An estimate of one frame for up to twelve months; it replaces the client's earlier one.

    Raises CannotIssue when the period is longer, or the weeks do not fit in it.
    """
    client = locked(treatment.client)
    figures = _figures(treatment, frame, first_day, last_day, weeks)
    chain = money_chain(client)
    diagnosis = papers.diagnosis_on(papers.diagnoses_of(treatment, chain), first_day)
    minutes = frame.weekly()[0].minutes
    code = proposed_code(codes_in_use(treatment.practice_id), minutes, is_first=False)
    words = {
        "provider": papers.provider(treatment.therapist),
        "service": {
            "code": code.code if code else "",
            "label": code.label if code else "",
            "minutes": minutes,
            "place": frame.setting,
        },
        "diagnosis": [diagnosis.code, diagnosis.words] if diagnosis else ["", ""],
        "hours_a_week": figures.hours_a_week,
        "step_weeks": figures.step_weeks,
        "weeks": figures.weeks,
        "hours": figures.hours,
        "fee_cents": figures.fee_cents,
    }
    draft = Draft(Document.ESTIMATE, client, head_of(client), first_day, last_day, figures.total_cents, words)
    draft.replaces = estimates.latest_of(treatment)
    document = issue(draft, by)
    EstimateFigures.objects.create(
        document=document, treatment=treatment, frame=frame, hours_a_week=figures.hours_a_week, weeks=weeks,
        fee_cents=figures.fee_cents,
    )  # fmt: skip
    return document


def _figures(treatment: Treatment, frame: Frame, first_day: date, last_day: date, weeks: int) -> Estimate:
    if frame.treatment_id != treatment.pk:
        raise CannotIssue(_("This frame belongs to other people."))
    if not first_day <= last_day < first_day + timedelta(days=366):
        raise CannotIssue(_("One estimate covers up to twelve months."))
    if not 1 <= weeks <= (last_day - first_day).days // 7 + 1:
        raise CannotIssue(_("So many weeks do not lie in these days."))
    fee = max(frame.fee_cents - reduction_on(treatment, first_day), 0)
    return Estimate(first_day, last_day, len(frame.weekly()), weeks, fee, frame.step_weeks)
