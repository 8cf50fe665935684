"""Whom Shortfall cannot help, and where each can turn: said on the first page, before anybody answers anything."""

from django.utils.translation import gettext_lazy as _

REFERRALS = (
    (
        _("A shop, an office, or other commercial property"),
        _("Other law holds. Ask a business lawyer; your state bar's referral service finds one."),
    ),
    (
        _("A land contract, a contract for deed, rent-to-own"),
        _("You may have rights like a buyer or like a tenant. Ask legal aid soon: the time to act is often short."),
    ),
    (
        _("A manufactured home that is titled like a car"),
        _("It is taken back as goods, not foreclosed as a home. Ask legal aid. If home and land are one, start here."),
    ),
    (
        _("A co-op apartment"),
        _("The loan is on shares, not on real property. Ask a lawyer who knows co-ops; your state bar finds one."),
    ),
    (
        _("A timeshare"),
        _("Ask your state attorney general's consumer office before you pay anyone who offers to get you out."),
    ),
    (
        _("A debt to the homeowners' or condo association itself"),
        _("Dues and fines follow other rules. Ask legal aid, and the association for a payment plan in writing."),
    ),
    (
        _("A sale for unpaid property taxes"),
        _("Call the county treasurer or tax collector: ask until when you can pay, and if money is left over."),
    ),
    (
        _("A home that belongs to a trust or a business"),
        _("Who owes what depends on its papers. Ask the lawyer who set it up, or your state bar's referral service."),
    ),
    (
        _("A home outside the United States"),
        _("The law there decides. Ask a consumer or debt advice service in that country."),
    ),
)
