"""A process that has just started → one that can open no socket and take no more than its memory.

Limiting the number of open files would not do: the engine opens files of the store when a query
first needs them. So the kernel is told, by a seccomp filter, to refuse the one call that makes a
socket. The filter is inherited by every thread that the engine starts later, and cannot be undone.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import resource
from pathlib import Path
from types import MappingProxyType

_PAGE = resource.getpagesize()
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER_MODE = 38, 22, 2
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER_AT, _MACHINE_AT = 0, 4
_X32 = 0x40000000
_MACHINES = MappingProxyType({"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)})
"""Machine → its number in the filter's input, and the number of its call `socket`."""


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("when_true", ctypes.c_uint8),
        ("when_false", ctypes.c_uint8),
        ("operand", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Step)))


def forbid_sockets() -> bool:
    """Make every later `socket` call of this process fail; False where the kernel knows no such filter."""
    known = _MACHINES.get(platform.machine())
    if platform.system() != "Linux" or known is None:
        return False
    machine, call = known
    steps = (_Step * 8)(
        _Step(_LOAD, 0, 0, _MACHINE_AT),
        _Step(_EQUAL, 0, 5, machine),  # another machine's call numbers mean other things: kill
        _Step(_LOAD, 0, 0, _NUMBER_AT),
        _Step(_EQUAL, 2, 0, call),
        _Step(_AT_LEAST, 1, 0, _X32),  # the second table of numbers that x86_64 has
        _Step(_RETURN, 0, 0, _ALLOW),
        _Step(_RETURN, 0, 0, _REFUSE),
        _Step(_RETURN, 0, 0, _KILL),
    )
    return _install(_Program(len(steps), steps))


def _install(program: _Program) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return libc.prctl(_SECCOMP, _FILTER_MODE, ctypes.byref(program), 0, 0) == 0


def limit_memory(more_bytes: int) -> None:
    """Let the address space grow by `more_bytes` from here, and leave no core dump."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    ceiling = pages * _PAGE + more_bytes
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
