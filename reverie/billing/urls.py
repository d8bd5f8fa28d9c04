from django.urls import URLPattern, URLResolver, path

from reverie.billing.views import account, claims, coverage, missed, my, pages, setup

app_name = "billing"
CLIENT = "desk/billing/clients/<uuid:client_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("desk/billing/", pages.home, name="home"),
    path("desk/billing/hours/", pages.charges, name="charges"),
    path("desk/billing/hours/<uuid:charge_id>/", pages.charge, name="charge"),
    path("desk/billing/hours/<uuid:charge_id>/forfeit/", missed.credit_forfeit, name="credit-forfeit"),
    path(f"{CLIENT}missed/", missed.missed_hours, name="missed-hours"),
    path("desk/billing/estimates/", pages.estimates_owed, name="estimates-owed"),
    path("desk/billing/totals/", pages.totals, name="totals"),
    path("desk/billing/letterhead/", setup.letterhead, name="letterhead"),
    path("desk/billing/letterhead/codes/", setup.code_add, name="code-add"),
    path("desk/billing/letterhead/codes/<uuid:code_id>/end/", setup.code_end, name="code-end"),
    path("desk/billing/letterhead/therapists/<uuid:therapist_id>/", setup.numbers, name="numbers"),
    path(CLIENT, account.account, name="account"),
    path(f"{CLIENT}payment/", account.payment, name="payment"),
    path(f"{CLIENT}refund/", account.refund, name="refund"),
    path(f"{CLIENT}write-off/", account.write_off, name="write-off"),
    path(f"{CLIENT}invoice/", account.invoice, name="invoice"),
    path(f"{CLIENT}superbill/", account.superbill, name="superbill"),
    path(f"{CLIENT}estimate/", account.estimate, name="estimate"),
    path(f"{CLIENT}reduction/", account.reduction, name="reduction"),
    path(f"{CLIENT}address/", account.addressee, name="addressee"),
    path("desk/billing/entries/<uuid:entry_id>/undo/", account.entry_undo, name="entry-undo"),
    path("desk/billing/entries/<uuid:entry_id>/receipt/", account.entry_receipt, name="entry-receipt"),
    path("desk/billing/documents/<uuid:document_id>/", account.document, name="document"),
    path(
        "desk/billing/documents/<uuid:document_id>/credit/", account.document_credit, name="document-credit"
    ),
    path("desk/billing/documents/<uuid:document_id>/paper/", account.document_paper, name="document-paper"),
    path(f"{CLIENT}insurance/", coverage.coverage, name="coverage"),
    path("desk/billing/insurance/<uuid:coverage_id>/", coverage.coverage_change, name="coverage-change"),
    path("desk/billing/insurance/<uuid:coverage_id>/check/", coverage.coverage_check, name="coverage-check"),
    path(
        "desk/billing/insurance/<uuid:coverage_id>/card/<str:side>/",
        coverage.coverage_card,
        name="coverage-card",
    ),
    path("desk/billing/insurers/", coverage.insurers, name="insurers"),
    path("desk/billing/insurers/<uuid:insurer_id>/end/", coverage.insurer_end, name="insurer-end"),
    path("desk/billing/claims/", claims.claims, name="claims"),
    path("desk/billing/claims/answers/", claims.remittance_post, name="remittance-post"),
    path("desk/billing/claims/<uuid:claim_id>/", claims.claim, name="claim"),
    path("desk/billing/claims/<uuid:claim_id>/state/", claims.claim_state, name="claim-state"),
    path("desk/billing/claims/<uuid:claim_id>/second/", claims.claim_second, name="claim-second"),
    path("desk/billing/claims/<uuid:claim_id>/file/", claims.claim_file, name="claim-file"),
    path(f"{CLIENT}claim/", claims.claim_write, name="claim-write"),
    path("my/insurance/", coverage.my_coverage, name="my-coverage"),
    path("my/insurance/<uuid:coverage_id>/", coverage.my_coverage_change, name="my-coverage-change"),
    path(
        "my/insurance/<uuid:coverage_id>/card/<str:side>/", coverage.my_coverage_card, name="my-coverage-card"
    ),
    path("my/bill/", my.my_bill, name="my-bill"),
    path("my/bill/<uuid:document_id>/", my.my_document, name="my-document"),
]
