"""Load object code without LLVM: files in ELF for Linux on x86-64, the way LLVM writes kernels.

Importing LLVM takes longer than training a small model's first step, and 40 MB. Kernels are one
function with its constants: no data that is written to, and two kinds of relocation ("System V ABI,
AMD64 supplement", table 4.9). What is unknown here is refused, and LLVM loads it (native.py).
"""

import ctypes
import mmap
import struct

_SECTION = struct.Struct("<IIQQQQIIQQ")  # Elf64_Shdr
_SYMBOL = struct.Struct("<IBBHQQ")  # Elf64_Sym
_RELOCATION = struct.Struct("<QQq")  # Elf64_Rela
_CODE, _SYMBOLS, _RELOCATIONS = 1, 2, 4  # section types
_WRITE, _IN_MEMORY = 1, 2  # section flags
_ADDRESS, _DISTANCE = 1, 24  # R_X86_64_64, R_X86_64_PC64
_READ_AND_WRITE = mmap.PROT_READ | mmap.PROT_WRITE
_READ_AND_RUN = mmap.PROT_READ | mmap.PROT_EXEC
_FAILED = ctypes.c_void_p(-1).value
_c = ctypes.CDLL(None, use_errno=True)
_c.mmap.restype = ctypes.c_void_p
_c.mmap.argtypes = (
    ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long
)  # fmt: skip
_c.mprotect.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)


class Unknown(Exception):
    """The file holds something that this loader does not know."""


def load(code, symbol, resolve):
    """Put object code into memory, where it stays until the process ends.

    # Arguments
        code: bytes of the file.
        symbol: name of the function whose address is asked for.
        resolve: function from the name of a foreign function to its address, or None.

    # Returns
        The address.

    # Raises
        Unknown: when LLVM has to load it.
        OSError: when the system gives no memory for code.
    """
    if code[:6] != b"\x7fELF\2\1" or struct.unpack_from("<HH", code, 16) != (1, 62):
        raise Unknown("no relocatable file for x86-64")
    (table,) = struct.unpack_from("<Q", code, 40)
    (count,) = struct.unpack_from("<H", code, 60)
    sections = [_SECTION.unpack_from(code, table + i * _SECTION.size) for i in range(count)]
    places, size = {}, 0
    for i, (_, kind, flags, _, _, length, _, _, alignment, _) in enumerate(sections):
        if kind == _CODE and flags & _IN_MEMORY:
            if flags & _WRITE:
                raise Unknown("data that is written to")
            alignment = max(alignment, 1)
            places[i] = size = -(-size // alignment) * alignment
            size += length
    image = bytearray(size)
    for i, place in places.items():
        offset, length = sections[i][4:6]
        image[place : place + length] = code[offset : offset + length]
    symbols = [_symbols(code, section, sections) for section in sections if section[1] == _SYMBOLS]
    if len(symbols) != 1:
        raise Unknown("not one table of symbols")
    named = symbols[0]
    start = _c.mmap(None, size, _READ_AND_WRITE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, -1, 0)
    if start == _FAILED:
        raise OSError(ctypes.get_errno(), "mmap")

    def value(number):
        name, section, offset = named[number]
        if section in places:
            return start + places[section] + offset
        found = resolve(name) if section == 0 else None
        if found is None:
            raise Unknown("symbol %s" % name)
        return found

    for _, kind, _, _, offset, length, _, target, _, _ in sections:
        if kind == _RELOCATIONS and target in places:
            for where, info, addend in _RELOCATION.iter_unpack(code[offset : offset + length]):
                place = places[target] + where
                result = value(info >> 32) + addend
                how = info & 0xFFFFFFFF
                if how == _DISTANCE:
                    result -= start + place
                elif how != _ADDRESS:
                    raise Unknown("relocation %d" % how)
                struct.pack_into("<Q", image, place, result & 0xFFFFFFFFFFFFFFFF)
    address = value([name for name, _, _ in named].index(symbol))
    ctypes.memmove(start, bytes(image), size)
    if _c.mprotect(start, size, _READ_AND_RUN):
        raise OSError(ctypes.get_errno(), "mprotect")
    return address


def _symbols(code, section, sections):
    """List of (name, section, offset)."""
    offset, length, names = section[4], section[5], sections[section[6]]
    texts = code[names[4] : names[4] + names[5]]
    found = []
    for name, _, _, where, value, _ in _SYMBOL.iter_unpack(code[offset : offset + length]):
        found.append((texts[name : texts.index(b"\0", name)].decode(), where, value))
    return found
