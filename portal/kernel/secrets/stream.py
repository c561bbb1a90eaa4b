"""Files at rest: AES-256-GCM in blocks, so that no file is ever held in memory whole.

A sealed file is: algorithm and key number (3 bytes) · nonce prefix (7) · blocks of 64 KiB, each
with its tag. A block's nonce is prefix, counter and a mark on the last one (the STREAM
construction), so that blocks cannot be dropped, swapped or cut off unseen.
"""

import os
import struct
from collections.abc import Iterable, Iterator
from itertools import chain

from cryptography.exceptions import InvalidTag

from portal.kernel.secrets.cipher import HEADER, Damaged, FieldCipher

BLOCK = 64 * 1024
_TAG = 16
_PREFIX = 7
_NONCE = struct.Struct(">7sIB")


def _blocks(chunks: Iterable[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """Cut chunks into blocks of `size`, telling which is the last; no chunks give one empty."""
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) > size:
            yield bytes(waiting[:size]), False
            del waiting[:size]
    yield bytes(waiting), True


def seal_stream(cipher: FieldCipher, chunks: Iterable[bytes], context: str) -> Iterator[bytes]:
    """Encrypt a file, bound to `context`, under the active key."""
    header, prefix = cipher.header, os.urandom(_PREFIX)
    aes = cipher.cipher_for(header, context)
    bound = header + context.encode()
    yield header + prefix
    for count, (block, last) in enumerate(_blocks(chunks, BLOCK)):
        yield aes.encrypt(_NONCE.pack(prefix, count, last), block, bound)


def open_stream(cipher: FieldCipher, chunks: Iterable[bytes], context: str) -> Iterator[bytes]:
    """Decrypt a sealed file; raises UnknownKey or Damaged, at the latest at the last block."""
    start = bytearray()
    rest = iter(chunks)
    for chunk in rest:
        start += chunk
        if len(start) >= HEADER.size + _PREFIX:
            break
    header = bytes(start[: HEADER.size])
    aes = cipher.cipher_for(header, context)
    prefix = bytes(start[HEADER.size : HEADER.size + _PREFIX])
    bound = header + context.encode()
    body = chain((bytes(start[HEADER.size + _PREFIX :]),), rest)
    for count, (block, last) in enumerate(_blocks(body, BLOCK + _TAG)):
        try:
            yield aes.decrypt(_NONCE.pack(prefix, count, last), block, bound)
        except (InvalidTag, ValueError, struct.error):
            raise Damaged(f"file {context} does not open") from None
