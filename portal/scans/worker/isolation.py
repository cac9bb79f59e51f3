"""No network for the process that opens strangers' files: two walls, each without the rights of an administrator.

A network namespace of its own, where the kernel gives one to everybody; and a filter that refuses the making of
sockets, which also stands where namespaces are forbidden (the units of deploy/systemd forbid them).
"""

import ctypes
import errno
import os
import platform
import sys
from collections.abc import Iterator

_NEW_USER, _NEW_NET = 0x1000_0000, 0x4000_0000
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF_0000, 0x0005_0000 | errno.EPERM
_AT_NUMBER, _AT_ARCHITECTURE = 0, 4
_OTHER_NUMBERING = 0x4000_0000
"""From here on the numbers of x32 begin, another way to the same calls."""
_ARCHITECTURES = {"x86_64": (0xC000_003E, (41, 42, 425)), "aarch64": (0xC000_00B7, (198, 203, 425))}
"""What the kernel calls the machine, and its numbers of socket, connect and io_uring_setup (it makes sockets too)."""


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_uint16), ("yes", ctypes.c_uint8), ("no", ctypes.c_uint8), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


def cut_off() -> bool:
    """Leave the network, before any library is loaded; False where the machine allows neither of the two ways."""
    return any([own_namespace(), no_sockets()])


def own_namespace() -> bool:
    """Into a network without any device, not even a loopback that is up; False where user namespaces are forbidden."""
    try:
        if sys.version_info >= (3, 12):
            os.unshare(_NEW_USER | _NEW_NET)
            return True
        unshare = ctypes.CDLL(None, use_errno=True).unshare
        return int(unshare(_NEW_USER | _NEW_NET)) == 0
    except (OSError, AttributeError):
        return False


def no_sockets() -> bool:
    """Refuse the calls that make and connect sockets, for good; False on a machine whose numbers are not known here."""
    known = _ARCHITECTURES.get(platform.machine())
    if known is None:
        return False
    steps = list(_steps(*known))
    program = _Program(len(steps), (_Instruction * len(steps))(*steps))
    try:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
    except (OSError, AttributeError):
        return False
    unused = ctypes.c_ulong(0)
    if prctl(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), unused, unused, unused) != 0:
        return False
    return int(prctl(_SET_SECCOMP, ctypes.c_ulong(_FILTER), ctypes.byref(program), unused, unused)) == 0


def _steps(architecture: int, numbers: tuple[int, ...]) -> Iterator[_Instruction]:
    """Refused is every call of another architecture or numbering, and these calls; a jump counts steps to leave out."""
    yield _Instruction(_LOAD, 0, 0, _AT_ARCHITECTURE)
    yield _Instruction(_EQUAL, 1, 0, architecture)
    yield _Instruction(_RETURN, 0, 0, _REFUSE)
    yield _Instruction(_LOAD, 0, 0, _AT_NUMBER)
    yield _Instruction(_AT_LEAST, len(numbers) + 1, 0, _OTHER_NUMBERING)
    for place, number in enumerate(numbers):
        yield _Instruction(_EQUAL, len(numbers) - place, 0, number)
    yield _Instruction(_RETURN, 0, 0, _ALLOW)
    yield _Instruction(_RETURN, 0, 0, _REFUSE)
