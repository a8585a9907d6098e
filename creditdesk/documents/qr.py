"""A QR code as rows of bits: the tables and fixed patterns are reportlab's, the work for each code is ours.

reportlab tries all eight masks, 30 ms for a code of ours; one fixed mask is as readable to every decoder and takes
well under one millisecond.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain, zip_longest
from operator import itemgetter

from reportlab.graphics.barcode import qrencoder

MASK = 0  # (row + column) even: what ISO/IEC 18004 calls 000
_LEVEL = qrencoder.QRErrorCorrectLevel.M  # 15 % of a code may be unreadable: a stamp, a fold
_BYTE_MODE = 0b0100
_PAD = b"\xec\x11"
_LARGEST = 40


def modules(text: str) -> tuple[int, ...]:
    """Return the rows of the code from the top, each as a number whose highest bit is the leftmost module."""
    data = text.encode()
    version = _version(len(data))
    drawn, places, size = _template(version)
    bits = "".join(f"{byte:08b}" for byte in _codewords(data, version))
    spread = "".join(places(bits + "0"))
    return tuple(int(spread[row * size : (row + 1) * size], 2) ^ drawn[row] for row in range(size))


def _version(length: int) -> int:
    """Return the smallest version that holds so many bytes; ValueError when none does."""
    for version in range(1, _LARGEST + 1):
        head = 4 + (8 if version < 10 else 16)
        if head + 8 * length <= 8 * sum(_blocks(version)[0]):
            return version
    raise ValueError("the text is too long for a QR code")


@lru_cache(maxsize=_LARGEST)
def _blocks(version: int) -> tuple[tuple[int, ...], int]:
    """Return how many data bytes each block has, and how many correcting bytes."""
    blocks = qrencoder.QRRSBlock.getRSBlocks(version, _LEVEL)
    return tuple(block.dataCount for block in blocks), blocks[0].totalCount - blocks[0].dataCount


@lru_cache(maxsize=_LARGEST)
def _template(version: int) -> tuple[tuple[int, ...], Callable[[str], Sequence[str]], int]:
    """Return the fixed patterns with the mask over the data, where each module takes its bit, and the size."""
    code = qrencoder.QRCode(version, _LEVEL)
    code.dataCache = []  # only the fixed patterns and the mask
    code.makeImpl(False, MASK)
    size = code.moduleCount
    drawn = tuple(int("".join("01"[bool(dark)] for dark in row), 2) for row in code.modules)
    total = 8 * (sum(_blocks(version)[0]) + len(_blocks(version)[0]) * _blocks(version)[1])
    wanted = [total] * (size * size)  # the place of the "0" behind the data
    for bit, (column, row) in enumerate(code.dataPosIterator()):
        wanted[row * size + column] = min(bit, total)
    return drawn, itemgetter(*wanted), size


def _codewords(data: bytes, version: int) -> list[int]:
    """Return the data with head, padding and correction, interleaved as the standard wants it."""
    counts, correcting = _blocks(version)
    capacity, width = sum(counts), 8 if version < 10 else 16
    head = f"{_BYTE_MODE:04b}{len(data):0{width}b}"
    bits = head + "".join(f"{byte:08b}" for byte in data)
    bits += "0" * min(4, 8 * capacity - len(bits))
    bits += "0" * (-len(bits) % 8)
    whole = int(bits, 2).to_bytes(len(bits) // 8, "big")
    whole += (_PAD * capacity)[: capacity - len(whole)]
    parts, start = [], 0
    for count in counts:
        parts.append(whole[start : start + count])
        start += count
    rests = [_remainder(part, correcting) for part in parts]
    woven = chain(zip_longest(*parts), zip_longest(*rests))
    return [byte for column in woven for byte in column if byte is not None]


def _remainder(data: bytes, correcting: int) -> bytes:
    """Return the correcting bytes: the rest of the data divided by the generator, one table look-up a byte."""
    table, shift, low = _table(correcting)
    rest = 0
    for byte in data:
        rest = ((rest & low) << 8) ^ table[(rest >> shift) ^ byte]
    return rest.to_bytes(correcting, "big")


@lru_cache(maxsize=_LARGEST)
def _table(correcting: int) -> tuple[tuple[int, ...], int, int]:
    """Return the generator times each byte, as numbers, and where the leading byte of a rest stands."""
    generator = qrencoder.QRUtil.getErrorCorrectPolynomial(correcting)
    factors = [generator.get(place) for place in range(1, generator.getLength())]
    rows = tuple(int.from_bytes(bytes(_product(factor, byte) for factor in factors), "big") for byte in range(256))
    shift = 8 * (correcting - 1)
    return rows, shift, (1 << shift) - 1


def _product(left: int, right: int) -> int:
    if not left or not right:
        return 0
    math = qrencoder.QRMath
    return int(math.gexp(math.glog(left) + math.glog(right)))
