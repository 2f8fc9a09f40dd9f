"""The container of old Office files: finds one stream in it. Trusts no size and no chain that the file claims."""

import struct

_END = 0xFFFFFFF8


def stream_of(data: bytes, name: str) -> bytes | None:
    """The bytes of a stream, None where there is none of this name; ValueError, IndexError, struct.error where broken."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    if size not in (512, 4096):
        raise ValueError("sector size")
    first_directory, mini_limit, first_mini = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60))
    fat = _allocation(data, size)
    directory = _chain(data, fat, first_directory, size, size)
    streams = {}
    for at in range(0, len(directory) - 127, 128):
        length = min(struct.unpack_from("<H", directory, at + 64)[0], 64)
        found = directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        streams[found.lower()] = struct.unpack_from("<II", directory, at + 116)
    if name.lower() not in streams:
        return None
    start, length = streams[name.lower()]
    if length >= mini_limit:
        return _chain(data, fat, start, size, size)[:length]
    mini_stream = _chain(data, fat, streams["root entry"][0], size, size)
    mini_bytes = _chain(data, fat, first_mini, size, size)
    mini = list(struct.unpack(f"<{len(mini_bytes) // 4}I", mini_bytes[: len(mini_bytes) // 4 * 4]))
    return _chain(mini_stream, mini, start, 64, 0)[:length]


def _allocation(data: bytes, size: int) -> list[int]:
    """Which sector follows which."""
    n_sectors = struct.unpack_from("<I", data, 44)[0]
    next_table, n_tables = struct.unpack_from("<II", data, 68)
    sectors = list(struct.unpack_from("<109I", data, 76))
    for _ in range(min(n_tables, 1000)):
        if next_table >= _END:
            break
        entries = struct.unpack_from(f"<{size // 4}I", data, (next_table + 1) * size)
        sectors += entries[:-1]
        next_table = entries[-1]
    table: list[int] = []
    for sector in sectors[: min(n_sectors, len(data) // size + 1)]:
        if sector < _END:
            table += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    return table


def _chain(data: bytes, table: list[int], sector: int, size: int, offset: int) -> bytes:
    pieces: list[bytes] = []
    seen: set[int] = set()
    while sector < _END:
        if sector in seen or sector >= len(table):
            raise ValueError("loop")
        seen.add(sector)
        pieces.append(data[offset + sector * size : offset + (sector + 1) * size])
        sector = table[sector]
    return b"".join(pieces)
