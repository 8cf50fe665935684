"""What can be done with a case: start, open, change, save with a code, delete. Views call these and draw the result."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import wraps
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache

from .codes import fingerprint, new_code, read_code
from .models import Case, KeptFacts, TokenBucket
from .questionnaire.flow import NoAnswer

P = ParamSpec("P")
RESTS = timedelta(hours=12)  # a case in use is marked as such twice a day, not at every page


def start_case(facts: dict[str, Any] | None = None, asked: Iterable[str] = ()) -> Case:
    """A new case, with the facts that are known already (a counselor opens a report, say)."""
    case = Case()
    case.kept["facts"] = facts or {}
    case.kept["asked"] = list(asked)
    case.seal()
    case.save(force_insert=True)
    return case


def enter(request: HttpRequest, case: Case, shared_computer: bool = False) -> None:
    """Make `case` the one that this browser has open, under a fresh session key.

    On a computer that others use, the browser forgets it when it is closed; else the session lives as long as the case.
    """
    request.session.flush()
    request.session["case"] = str(case.pk)
    request.session["access"] = case.access
    request.session.set_expiry(0 if shared_computer else settings.SHORTFALL_CASE_DAYS * 24 * 3600)


def leave(request: HttpRequest) -> None:
    """Close the case in this browser. It stays where it is."""
    request.session.flush()


Opener = Callable[[bool], KeptFacts | None]
OPENER = "opener_of_a_record"


def open_record(request: HttpRequest, opener: Opener) -> None:
    """For this request the pages of a case are those of the record that `opener` gives, locked where it is told so:
    of an agency's client at the desk."""
    vars(request)[OPENER] = opener


def current_case(request: HttpRequest, lock: bool = False) -> KeptFacts | None:
    """What the pages of a case show: the homeowner's own, or the record that was opened for this request."""
    opener: Opener | None = vars(request).get(OPENER)
    if opener is None:
        return own_case(request, lock)
    record = opener(lock)
    vars(request)["case"] = record
    return record


def own_case(request: HttpRequest, lock: bool = False) -> Case | None:
    """The case that this browser has open; None if there is none, its time is over, or its code was renewed elsewhere.

    With `lock`, nobody else changes it until the transaction ends.
    """
    key = request.session.get("case")
    if key is None:
        return None
    cases = Case.objects.alive()
    case = (cases.select_for_update() if lock else cases).filter(pk=key).first()
    if case is None or case.access != request.session.get("access"):
        return None
    if timezone.now() - case.touched_at > RESTS:
        case.touch()
        case.save(update_fields=["touched_at", "expires_at"])
        request.session.modified = True  # the cookie's time starts anew with the case's
    vars(request)["case"] = case  # whose menu the page draws
    return case


def save_facts(case: KeptFacts, facts: dict[str, Any], asked: Iterable[str] | None = None) -> None:
    """Replace what is known in this case."""
    case.kept["facts"] = facts
    if asked is not None:
        case.kept["asked"] = list(dict.fromkeys(asked))
    save(case)


def save(case: KeptFacts) -> None:
    """Seal `case.kept` and write it."""
    case.write()


def renew_code(request: HttpRequest, case: Case) -> str:
    """A new code for this case, to be shown once. The old one, and every other browser it let in, is shut out."""
    code = new_code()
    case.code_mark = fingerprint(read_code(code) or "")
    case.access += 1
    case.touch()
    case.save()
    request.session["access"] = case.access
    return code


def revoke_code(request: HttpRequest, case: Case) -> None:
    """No code opens this case any more, and no other browser."""
    case.code_mark = None
    case.access += 1
    case.save()
    request.session["access"] = case.access


def case_of_code(typed: str) -> Case | None:
    """The case that a typed code opens."""
    letters = read_code(typed)
    return Case.objects.alive().filter(code_mark=fingerprint(letters)).first() if letters else None


def delete_case(request: HttpRequest, case: Case) -> None:
    """Erase the case, every report made from it, and this browser's session, now."""
    Case.objects.filter(pk=case.pk).delete()
    leave(request)


# Limits


def scrambled(key: str, key_prefix: str, version: int) -> str:
    """The name under which something is remembered for minutes: a keyed hash, since keys hold addresses."""
    return salted_hmac("cases.remembered", f"{key_prefix}:{version}:{key}", algorithm="sha256").hexdigest()


def client_address(request: HttpRequest) -> str:
    """Who asks. A proxy that we trust tells in the last entry of X-Forwarded-For; nobody else's word counts."""
    address: str = request.META.get("REMOTE_ADDR", "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if forwarded and address in settings.TRUSTED_PROXIES:
        return str(forwarded.rsplit(",", 1)[-1].strip())
    return address


def network(address: str) -> str:
    """What one household has: an IPv4 address, or the 2^64 addresses of IPv6 that a connection is given at once."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Network((int(found), 64), strict=False))


ASKER = "who_asks"


def asks_as(request: HttpRequest, who: str) -> None:
    """For this request limits count this person: colleagues at a desk share one address."""
    vars(request)[ASKER] = who


def allowed(request: HttpRequest, purpose: str, tries: int, period: timedelta) -> bool:
    """Whether whoever asks may do this once more."""
    who = vars(request).get(ASKER) or network(client_address(request))
    key = salted_hmac(f"cases.limits.{purpose}", who, algorithm="sha256").hexdigest()
    return TokenBucket.take(key, tries, period)


def too_often(request: HttpRequest) -> HttpResponse:
    return render(request, "cases/too_often.html", status=429)


# Views of a case


def private(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """For pages that show or take answers: no cache keeps them and no robot lists them. Where there is no answer to
    show yet, the page sends its reader to where it is found."""

    @never_cache
    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            response = view(*args, **kwargs)
        except NoAnswer as nothing:
            response = redirect(nothing.to)
        response["X-Robots-Tag"] = "noindex"
        return response

    return answered  # type: ignore[no-any-return, unused-ignore]


def no_case(request: HttpRequest) -> HttpResponse:
    """What a stranger sees at any address of a case: the same whether or not there is one."""
    return render(request, "cases/no_case.html", status=404)


def with_own_case(
    view: Callable[Concatenate[HttpRequest, Case, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """For views of the homeowner's own case alone, which they get as their second argument."""

    @private
    @wraps(view)
    def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        case = own_case(request)
        return no_case(request) if case is None else view(request, case, *args, **kwargs)

    return opened


def with_case(
    view: Callable[Concatenate[HttpRequest, KeptFacts, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """For views of the case that is open, or of the record that was opened: their second argument."""

    @private
    @wraps(view)
    def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        case = current_case(request)
        return no_case(request) if case is None else view(request, case, *args, **kwargs)

    return opened
