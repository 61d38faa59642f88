"""Sealed score sheets (label.md I-08): what is written can only be opened by the reveal.

Each case has a pair of keys. A sheet is encrypted to the public one, so that receiving it needs no
secret; its case, juror and round are bound to it, so that a sheet moved elsewhere does not open.
The private key is either wrapped by the server's key, and unwrapped by the reveal, or split in two
shares kept by two people, neither of which says anything alone. What this protects from, and what
not, is in docs/sealing.md.
"""

import base64
import hashlib
import secrets
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
BLOCK = 4096  # sheets are padded to it, so that their size tells nothing of the grades
_KEY = 32
_NONCE = 12
_KEY_ID = 8
_CHECK = 3


class CannotOpen(Exception):
    """The box is spoilt, was made for another place, or the key is not the right one."""


def new_pair() -> tuple[bytes, bytes]:
    """The public and the private key of a case."""
    private = X25519PrivateKey.generate()
    return private.public_key().public_bytes_raw(), private.private_bytes_raw()


def server_key(secret: str) -> bytes:
    """The server's key, from a secret of the settings."""
    return _derive(secret.encode(), b"madeingard-server-key-v1")


# Sheets ----------------------------------------------------------------------


def seal(content: bytes, public: bytes, *, case: str, juror: str, round: int) -> str:
    """Encrypt a sheet to the public key of its case."""
    sender = X25519PrivateKey.generate()
    shared = sender.exchange(X25519PublicKey.from_public_bytes(public))
    sender_public = sender.public_key().public_bytes_raw()
    place = _place("sheet", case, juror, round)
    key = _derive(shared + sender_public + public, place)
    return _text(VERSION + sender_public + _encrypt(_pad(content), key, place))


def unseal(box: str, private: bytes, *, case: str, juror: str, round: int) -> bytes:
    """Open a sheet with the private key of its case. Raises CannotOpen."""
    data = _data(box)
    sender_public, rest = data[:_KEY], data[_KEY:]
    try:
        own = X25519PrivateKey.from_private_bytes(private)
        shared = own.exchange(X25519PublicKey.from_public_bytes(sender_public))
    except ValueError:
        raise CannotOpen from None
    place = _place("sheet", case, juror, round)
    key = _derive(shared + sender_public + own.public_key().public_bytes_raw(), place)
    return _unpad(_decrypt(rest, key, place))


def seal_draft(content: bytes, server_key: bytes, *, case: str, juror: str, round: int) -> str:
    """Encrypt what a juror has typed so far, for that juror; erased when the sheet is submitted."""
    place = _place("draft", case, juror, round)
    return _text(VERSION + _encrypt(_pad(content), _derive(server_key, place), place))


def open_draft(
    box: str, server_keys: Iterable[bytes], *, case: str, juror: str, round: int
) -> bytes:
    """Open a juror's own draft with the first of the server's keys that fits. Raises CannotOpen."""
    data, place = _data(box), _place("draft", case, juror, round)
    for key in server_keys:
        try:
            return _unpad(_decrypt(data, _derive(key, place), place))
        except CannotOpen:
            continue
    raise CannotOpen


# The private key of a case ----------------------------------------------------------------------


def wrap(private: bytes, server_key: bytes, *, case: str) -> str:
    """The private key encrypted by the server's key, to be kept until the reveal."""
    return _text(VERSION + _key_id(server_key) + _encrypt(private, server_key, _place("key", case)))


def unwrap(wrapped: str, server_keys: Iterable[bytes], *, case: str) -> bytes:
    """The private key again; `server_keys` may hold older keys too. Raises CannotOpen."""
    data = _data(wrapped)
    key_id, rest = data[:_KEY_ID], data[_KEY_ID:]
    for key in server_keys:
        if _key_id(key) == key_id:
            return _decrypt(rest, key, _place("key", case))
    raise CannotOpen


def split(private: bytes) -> tuple[str, str]:
    """Two shares, to print for two people; each alone is pure chance."""
    mask = secrets.token_bytes(_KEY)
    return _share_text(mask), _share_text(_xor(private, mask))


def join(one: str, other: str) -> bytes:
    """The private key from both shares, typed in any order. Raises CannotOpen for a slip."""
    return _xor(_read_share(one), _read_share(other))


def opens(private: bytes, public: bytes) -> bool:
    """Whether two keys are a pair: asked of joined shares before anything is revealed."""
    own = X25519PrivateKey.from_private_bytes(private)
    return own.public_key().public_bytes_raw() == public


# Inside ----------------------------------------------------------------------


def _place(kind: str, *parts: object) -> bytes:
    """What a box is bound to; each part with its length, so that none can run into the next."""
    encoded = (str(part).encode() for part in ("madeingard", kind, *parts))
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def _derive(secret: bytes, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), _KEY, salt=None, info=info).derive(secret)


def _encrypt(content: bytes, key: bytes, place: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, place)


def _decrypt(data: bytes, key: bytes, place: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(data[:_NONCE], data[_NONCE:], place)
    except (InvalidTag, ValueError):
        raise CannotOpen from None


def _pad(content: bytes) -> bytes:
    return content + b"\x80" + b"\x00" * (-(len(content) + 1) % BLOCK)


def _unpad(padded: bytes) -> bytes:
    return padded.rstrip(b"\x00")[:-1]


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"madeingard-key-id\x00" + key).digest()[:_KEY_ID]


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _share_text(share: bytes) -> str:
    """A share in groups of five letters and digits, with a check against slips of the pen."""
    check = hashlib.sha256(share).digest()[:_CHECK]
    letters = base64.b32encode(share + check).decode().rstrip("=")
    return " ".join(letters[start : start + 5] for start in range(0, len(letters), 5))


def _read_share(text: str) -> bytes:
    letters = "".join(text.split()).replace("-", "").upper()
    try:
        data = base64.b32decode(letters)
    except ValueError:
        raise CannotOpen from None
    share, check = data[:_KEY], data[_KEY:]
    if len(share) != _KEY or check != hashlib.sha256(share).digest()[:_CHECK]:
        raise CannotOpen
    return share


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _data(box: str) -> bytes:
    try:
        data = base64.b64decode(box, validate=True)
    except ValueError:
        raise CannotOpen from None
    if data[:1] != VERSION:
        raise CannotOpen
    return data[1:]
