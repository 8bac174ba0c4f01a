"""A device: one key, one chain of entries. A person with two laptops has two devices."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from nacl.signing import SigningKey

from gpumode_judge.ledger.entry import Entry, Json, eid_of, encode_body, signed_bytes
from gpumode_judge.ledger.words import WORDS

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Device:
    """The key that signs on this laptop. ``seed`` is 32 secret bytes and never leaves it."""

    seed: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """The public key in hex: the device's name everywhere."""
        return bytes(SigningKey(self.seed).verify_key).hex()

    def sign(
        self,
        *,
        event: str,
        kind: str,
        seq: int,
        prev: str,
        at: str,
        data: Mapping[str, Json],
        supersedes: Sequence[str] = (),
    ) -> Entry:
        """The next entry of this device's chain."""
        key = SigningKey(self.seed)
        body = encode_body(
            event=event, kind=kind, device=bytes(key.verify_key).hex(), seq=seq, prev=prev, at=at, supersedes=supersedes,
            data=data,
        )  # fmt: skip
        sig = key.sign(signed_bytes(body)).signature
        return Entry.trusted(body, sig, eid_of(body, sig))


def four_words(device: str) -> str:
    """Four words by which two people can compare a device: 4 × 8 bits of the SHA-256 of its key."""
    return " ".join(WORDS[byte] for byte in sha256(bytes.fromhex(device)).digest()[:4])


def ticket_from(random: bytes) -> str:
    """A ticket of 12 characters in Crockford base32 (60 bits) from 8 random bytes, written ``XXXX-XXXX-XXXX``."""
    number = int.from_bytes(random[:8], "big") >> 4
    letters = "".join(_CROCKFORD[number >> shift & 31] for shift in range(55, -1, -5))
    return "-".join(letters[i : i + 4] for i in (0, 4, 8))


def read_ticket(typed: str) -> str:
    """A ticket as a person types it, in one form: case, spaces and dashes do not matter, O is 0, I and L are 1. ``""`` if it is none."""
    letters = typed.upper().translate(str.maketrans("OIL", "011", " -\t\u2013")).strip()
    return letters if len(letters) == 12 and all(c in _CROCKFORD for c in letters) else ""


def ticket_proof(ticket: str, event: str, judge: str, device: str) -> str:
    """HMAC-SHA-256 of event, judge and device under the ticket, in hex: shows the ticket was known without telling it."""
    message = "\n".join((event, judge, device)).encode()
    return hmac.new(read_ticket(ticket).encode(), message, sha256).hexdigest()


def proof_fits(proof: str, ticket: str, event: str, judge: str, device: str) -> bool:
    """Whether ``proof`` was made with ``ticket`` for this event, judge and device."""
    return bool(read_ticket(ticket)) and hmac.compare_digest(
        proof.encode(), ticket_proof(ticket, event, judge, device).encode()
    )
