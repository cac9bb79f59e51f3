"""Kinds of scans that a precinct sends (R139 ¶62): reports of machines, protocols, acts, opinions."""

from enum import StrEnum

from portal.domain.statuses import ProtocolKind


class ScanKind(StrEnum):
    """What a scan shows; the comment of each is the paper's official name."""

    PROTOCOL_ORDINARY = "protocol_ordinary"  # протокол об итогах голосования
    PROTOCOL_REMOTE = "protocol_remote"  # протокол об итогах дистанционного голосования
    ASU_INITIAL = "asu_initial"  # начальный (нулевой) отчет АСУ, R53 ¶31
    ASU_FINAL = "asu_final"  # итоговый отчет АСУ
    IDENTIFICATION_INITIAL = "identification_initial"  # первичный отчет об идентификации
    IDENTIFICATION_FINAL = "identification_final"  # итоговый отчет об идентификации
    OUTSIDE_INITIAL = "outside_initial"  # первичный отчет по голосованию вне помещения
    OUTSIDE_FINAL = "outside_final"  # итоговый отчет по голосованию вне помещения
    ACT = "act"  # акт, R139 ¶28, 34, 39, 42, 46, 48, 50, 62
    MEETING = "meeting"  # протокол итогового заседания, R139 ¶60
    OPINION = "opinion"  # особое мнение, R139 ¶61


_PROTOCOLS = {
    "protocol": (ProtocolKind.ORDINARY, ProtocolKind.RECOUNT),
    ScanKind.PROTOCOL_ORDINARY: (ProtocolKind.ORDINARY, ProtocolKind.RECOUNT),
    ScanKind.PROTOCOL_REMOTE: (ProtocolKind.REMOTE,),
}


def protocols_of(kind: str) -> tuple[ProtocolKind, ...]:
    """Kinds of stored protocol that stand beside a scan of this kind; none for a paper that is no protocol."""
    return _PROTOCOLS.get(kind, ())
