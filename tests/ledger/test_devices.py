"""Tickets, their proofs, and the four words."""

import hmac
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpumode_judge.ledger.device import four_words, proof_fits, read_ticket, ticket_from, ticket_proof
from gpumode_judge.ledger.words import WORDS

TICKET = "7K3M-Q2ZT-9XWB"


@given(st.binary(min_size=8, max_size=8))
def test_a_ticket_is_60_bits_in_three_groups_and_reads_back(random):
    ticket = ticket_from(random)
    assert [len(part) for part in ticket.split("-")] == [4, 4, 4]
    assert read_ticket(ticket) == ticket.replace("-", "")
    number = 0
    for letter in read_ticket(ticket):
        number = number * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".index(letter)
    assert number == int.from_bytes(random, "big") >> 4


@pytest.mark.parametrize(
    "typed",
    [
        "7k3m-q2zt-9xwb",
        "7K3MQ2ZT9XWB",
        " 7K3M Q2ZT 9XWB\n",
        "7K3M–Q2ZT–9XWB",
        "7-K-3-M-Q-2-Z-T-9-X-W-B",
        "7K3M\tQ2ZT\t9XWB",
    ],
)
def test_a_ticket_is_read_however_it_is_typed(typed):
    assert read_ticket(typed) == "7K3MQ2ZT9XWB"


def test_letters_that_look_like_digits_are_read_as_digits():
    assert read_ticket("oO0i-IlL1-0000") == "000111110000"


@pytest.mark.parametrize(
    "typed", ["", "7K3M", "7K3M-Q2ZT-9XWBX", "7K3M-Q2ZT-9XWU", "7K3M-Q2ZT-9XW!", "ß" * 12, "７" * 12]
)
def test_what_is_no_ticket_is_none(typed):
    assert read_ticket(typed) == ""


@given(st.text(max_size=20))
def test_typing_anything_does_no_harm(typed):
    assert len(read_ticket(typed)) in (0, 12)


def test_a_proof_is_an_hmac_over_event_judge_and_device():
    proof = ticket_proof(TICKET, "e" * 64, "ada", "d" * 64)
    message = b"e" * 64 + b"\nada\n" + b"d" * 64
    assert proof == hmac.new(b"7K3MQ2ZT9XWB", message, sha256).hexdigest()
    assert proof_fits(proof, "7k3m q2zt 9xwb", "e" * 64, "ada", "d" * 64)


@pytest.mark.parametrize(
    "other",
    [
        ("7K3M-Q2ZT-9XWC", "e" * 64, "ada", "d" * 64),
        (TICKET, "f" * 64, "ada", "d" * 64),
        (TICKET, "e" * 64, "bob", "d" * 64),
        (TICKET, "e" * 64, "ada", "c" * 64),
        ("", "e" * 64, "ada", "d" * 64),
        ("short", "e" * 64, "ada", "d" * 64),
    ],
)
def test_a_proof_fits_nothing_else(other):
    assert not proof_fits(ticket_proof(TICKET, "e" * 64, "ada", "d" * 64), *other)


@pytest.mark.parametrize("proof", ["", "0" * 64, "ü" * 64, "\u0000"])
def test_no_proof_fits_nothing(proof):
    assert not proof_fits(proof, TICKET, "e" * 64, "ada", "d" * 64)


def test_without_a_ticket_there_is_no_proof_to_forge():
    """A judge without a ticket must not be proven by the HMAC under an empty key."""
    assert not proof_fits(ticket_proof("", "e" * 64, "ada", "d" * 64), "", "e" * 64, "ada", "d" * 64)


def test_there_are_256_different_short_words():
    assert len(WORDS) == len(set(WORDS)) == 256
    assert all(word.isascii() and word.islower() and 3 <= len(word) <= 8 for word in WORDS)


def test_four_words_come_from_the_hash_of_the_key():
    digest = sha256(bytes.fromhex("d" * 64)).digest()
    assert four_words("d" * 64) == " ".join(WORDS[byte] for byte in digest[:4])
