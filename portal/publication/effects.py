"""What publication orders do to a release: which need approvers' signatures, and what a pause says on every page."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from portal.domain.documents.configuration import WithdrawalDocument
from portal.domain.facts import Order, OrderKind
from portal.domain.names import Names, NamesDocument

AT_ONCE = frozenset({OrderKind.PAUSE, OrderKind.RESUME, OrderKind.HOLD})
"""Orders that stop or go on at once: two people approved them, and their release waits for nobody."""

_PAUSED = Names(
    ky="Жарыялоо токтотулду: көрсөткүчтөр мурункудай калат. Себеби: ",
    ru="Публикация приостановлена: показатели остаются прежними. Причина: ",
    en="Publication is paused: the figures stay as they are. Reason: ",
)


def needs_signatures(order: Order) -> bool:
    """True for an order whose release is signed by approvers with keys off the server."""
    return order.kind not in AT_ONCE


def pause_in_force(orders: Iterable[Order]) -> Order | None:
    """The pause that stands after these approved orders, None while publication runs."""
    pause = None
    never = datetime.max.replace(tzinfo=UTC)
    for order in sorted(orders, key=lambda order: (order.approved_at or never, order.seq)):
        if order.kind is OrderKind.PAUSE:
            pause = pause or order
        elif order.kind is OrderKind.RESUME:
            pause = None
    return pause


def withdrawals(orders: Iterable[Order], time: Callable[[datetime], str]) -> list[WithdrawalDocument]:
    """Marks of what was withdrawn, in order; nothing that was published is hidden. `time` writes a moment."""
    return [
        {
            "precinct": order.target.removeprefix("precinct:"),
            "at": time(order.approved_at),
            "decision": order.decision,
            "reason": order.reason.document(),
        }
        for order in orders
        if order.kind is OrderKind.WITHDRAWAL and order.approved_at
    ]


def pause_notice(pause: Order) -> NamesDocument:
    """What every page of a paused campaign says."""
    said, reason = _PAUSED.document(), pause.reason.document()
    return {
        "ky": f"{said['ky']}{_sentence(reason['ky'])}".strip(),
        "ru": f"{said['ru']}{_sentence(reason['ru'])}".strip(),
        "en": f"{said['en']}{_sentence(reason['en'])}".strip(),
    }


def _sentence(text: str) -> str:
    """The text with a full stop, where whoever wrote it left that out."""
    text = text.rstrip()
    return text if not text or text[-1] in ".!?…" else f"{text}."
