"""The table of sign-ins, through every protocol."""
from __future__ import annotations

import re

import pytest

from cases import CASES, Case
from gateway import Gateway
from protocols import PROTOCOLS, Outcome


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_protocol_gives_the_same_outcome(gateway: Gateway, case: Case) -> None:
    outcomes = {
        name: protocol.sign_in(gateway, case.kind, case.fields) for name, protocol in PROTOCOLS.items() if protocol.serves(case.kind)
    }
    assert {name: kind_of(outcome) for name, outcome in outcomes.items()} == {name: case.wanted for name in outcomes}
    texts = {outcome.message for outcome in outcomes.values()}
    assert len(texts) == 1, f"the protocols differ in their texts: {texts}"
    tokens = [outcome.token for outcome in outcomes.values() if outcome.token]
    assert len(set(tokens)) == len(tokens), "a token was handed out twice"
    gateway.secrets.update(tokens)


def kind_of(outcome: Outcome) -> str:
    """The word of the table for an outcome, and the outcome itself when the table has no word for it."""
    if outcome.status == 200:
        return "token" if re.fullmatch("[0-9a-z]{32}", outcome.token) else str(outcome)
    if outcome.fields and outcome.status == 400:
        return " ".join(outcome.fields)
    words = {
        (401, "Sign-in refused."): "refused",
        (401, "No role is assigned to this account."): "no-role",
    }
    if outcome.status == 400 and re.fullmatch(r'".*" does not fit type string\.', outcome.message):
        return "type"
    return words.get((outcome.status, outcome.message), str(outcome))
