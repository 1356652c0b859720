"""A browser enrols a security key and signs in with it, as a person at a page would."""
from __future__ import annotations

import re
from pathlib import Path

import pytest

import secondfactor
from browser import Browser, PageServer, chromium
from secondfactor import SecondFactors


@pytest.fixture(scope="module")
def browser(tfa: SecondFactors, tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("chromium")
    with PageServer(tfa.gateway) as page, chromium(folder, page.address) as running:
        yield running
    assert not page.complaints


@pytest.mark.parametrize("protocol", ["ctap2", "ctap1/u2f"])
def test_a_key_enrols_and_signs_in(tfa: SecondFactors, browser: Browser, protocol: str) -> None:
    ops = tfa.newcomer()
    with browser.key(protocol):
        assert browser.press("enrol", tfat=ops.mailed_token()) == "enrolled"
        tokens = {browser.press("sign-in", **ops.login) for _ in range(2)}
        assert len(tokens) == 2 and all(re.fullmatch("[0-9a-z]{32}", token) for token in tokens), tokens
        tfa.gateway.secrets |= tokens
        assert all(tfa.door.is_welcome(token) for token in tokens)
        # The browser itself sees by the options that this key is in the list already.
        assert browser.press("add").startswith("InvalidStateError")
        wrong = browser.press("sign-in", username=ops.name, password="Wrong-horse 7")
        assert wrong == "Error: {} {}".format(*secondfactor.REFUSED)
    with browser.key(protocol):
        # Another key: it has nothing to sign with.
        assert browser.press("sign-in", **ops.login).startswith("NotAllowedError")
