"""The SOAP services of second factors: shown as the contract lists them, loaded by clients of other makers, and called by them."""
from __future__ import annotations

from pathlib import Path

import pytest

import phone
import secondfactor
from clients import Client
from clients.php import PHPClient
from clients.program import STACKS, Program
from clients.zeep_client import ZeepClient
from secondfactor import PROVIDERS, Admin, SecondFactors
from wsdl import Contract

TFA = "twoFactorAuth"
FOR_ANYBODY = {
    f"{TFA}AdminTokenServiceV1": ["CreateAdminAccessToken"],
    f"{TFA}TfatActionsV1": ["GetUserProviders", "GetProvidersToActivate"],
    f"{TFA}GoogleConfigureV1": ["GetConfigurationData", "Activate"],
    f"{TFA}GoogleAuthenticateV1": ["CreateAdminAccessToken"],
    f"{TFA}DuoConfigureV1": ["GetDuoConfigurationData", "DuoActivate"],
    f"{TFA}DuoAuthenticateV1": ["CreateAdminAccessTokenWithCredentialsAndPasscode"],
    f"{TFA}AuthyConfigureV1": ["SendDeviceRegistrationPrompt", "Activate"],
    f"{TFA}AuthyAuthenticateV1": ["CreateAdminAccessTokenWithCredentials", "SendToken", "CreatAdminAccessTokenWithOneTouch"],
    f"{TFA}U2fKeyConfigureV1": ["GetRegistrationData", "Activate"],
    f"{TFA}U2fKeyAuthenticateV1": ["GetAuthenticationData", "CreateAdminAccessToken"],
}
FOR_ADMINS = {
    f"{TFA}TfaV1": [
        "GetAllProviders", "GetForcedProviders", "GetUserProviders", "GetProvidersToActivate", "SetDefaultProviderCode",
        "SetProvidersCodes"],
    f"{TFA}UserConfigManagerV1": ["GetDefaultProvider"],
    f"{TFA}U2fKeyManagementV1": ["GetRegistrationData", "Register", "GetList", "DeleteById"],
}
FOR_SOME = {f"{TFA}RecoveryV1": ["GenerateCodes", "CreateAdminAccessToken"]}
ALL = FOR_ANYBODY | FOR_ADMINS | FOR_SOME


def names(services: dict[str, list[str]]) -> set[str]:
    return {service + method for service, methods in services.items() for method in methods}


@pytest.fixture(scope="module")
def keeper(tfa: SecondFactors) -> Admin:
    return tfa.admin("services-keeper").has_google()


@pytest.fixture(scope="module")
def token(keeper: Admin) -> str:
    return keeper.google_token()


@pytest.mark.parametrize("service", ALL)
def test_each_service_has_its_operations(tfa: SecondFactors, token: str, service: str) -> None:
    assert set(Contract.fetch(tfa.gateway, service, token).operations) == names({service: ALL[service]})


def test_a_guest_sees_what_anybody_may_call(tfa: SecondFactors) -> None:
    seen = Contract.fetch(tfa.gateway, ",".join(ALL)).operations
    assert set(seen) == names(FOR_ANYBODY) | {f"{TFA}RecoveryV1CreateAdminAccessToken"}


@pytest.mark.parametrize("make", [ZeepClient, PHPClient])
@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_all_together_load(tfa: SecondFactors, token: str, keeper: Admin, make, version: str) -> None:
    """One document of all services, in a client that then reads the lists with it."""
    client: Client = make(f"{tfa.gateway.base_url}/soap/default?wsdl&services={','.join(ALL)}", version, token)
    contract = Contract.fetch(tfa.gateway, ",".join(ALL), token)
    assert set(contract.operations) == names(ALL)
    program = Program(client, contract, version)
    listed = program.call(f"{TFA}TfaV1GetAllProviders").item
    assert [each.code for each in listed] == PROVIDERS
    google = listed[0]
    assert (google.name, google.engine.enabled, google.resetAllowed) == ("Google Authenticator", True, True)
    assert google.extraActions.item == ["tfa/google/qr", "tfa/google/configurepost", "tfa/google/authpost"]
    assert [each.code for each in program.call(f"{TFA}TfaV1GetProvidersToActivate", userId=keeper.identity).item] == PROVIDERS[1:]
    assert program.call(f"{TFA}TfaV1SetDefaultProviderCode", userId=keeper.identity, providerCode="google") is True
    assert program.call(f"{TFA}UserConfigManagerV1GetDefaultProvider", userId=keeper.identity) == "google"
    client.close()


@pytest.fixture(params=STACKS)
def stack(request: pytest.FixtureRequest, tfa: SecondFactors, tmp_path: Path):
    """Makes programs for services that anybody may call."""
    make, version = request.param
    clients: list[Client] = []

    def program(*services: str) -> Program:
        listed = ",".join(f"{TFA}{service}V1" for service in services)
        clients.append(make(f"{tfa.gateway.base_url}/soap/default?wsdl&services={listed}", version))
        return Program(clients[-1], Contract.fetch(tfa.gateway, listed), version)

    yield program
    for client in clients:
        client.close()


def test_an_admin_enrols_and_signs_in(tfa: SecondFactors, stack) -> None:
    ops = tfa.newcomer()
    program = stack("GoogleConfigure", "GoogleAuthenticate")
    tfat = ops.mailed_token()
    configure, sign_in = f"{TFA}GoogleConfigureV1", f"{TFA}GoogleAuthenticateV1CreateAdminAccessToken"
    offered = program.call(f"{configure}GetConfigurationData", tfaToken=tfat)
    secret = str(offered.secretCode)
    tfa.gateway.secrets.add(secret)
    assert str(offered.qrCodeBase64).startswith("iVBORw0KGgo")
    wrong = program.refusal(f"{configure}Activate", tfaToken=tfat, otp="12345x")
    assert (wrong.text, wrong.parameters) == (secondfactor.CODE_INVALID[1], {})
    program.call(f"{configure}Activate", tfaToken=tfat, otp=phone.code(secret))
    assert program.refusal(f"{configure}GetConfigurationData", tfaToken=tfat).text == secondfactor.TOKEN_INVALID[1]
    assert program.refusal(f"{configure}GetConfigurationData", tfaToken="bm8=").text == secondfactor.TOKEN_INVALID[1]
    missing = program.refusal(sign_in, username="", password="", otp="")
    assert missing.wrapped[:2] == [{"fieldName": "username"}, {"fieldName": "password"}]
    token = str(program.call(sign_in, **ops.login, otp=phone.code(secret, +1)))
    tfa.gateway.secrets.add(token)
    assert tfa.door.is_welcome(token)
    assert program.refusal(sign_in, **ops.login, otp=phone.code(secret, +1)).text == secondfactor.CODE_INVALID[1]


def test_lists_for_the_holder_of_a_mailed_token(tfa: SecondFactors, stack) -> None:
    ops = tfa.newcomer()
    program = stack("TfatActions")
    tfat = ops.mailed_token()
    listed = program.call(f"{TFA}TfatActionsV1GetProvidersToActivate", tfaToken=tfat)
    assert [str(each.code) for each in listed.item] == PROVIDERS


def test_duo_by_php_and_zeep(tfa: SecondFactors) -> None:
    configure, authenticate = f"{TFA}DuoConfigureV1", f"{TFA}DuoAuthenticateV1"
    for make in (PHPClient, ZeepClient):
        ops = tfa.newcomer()
        client: Client = make(f"{tfa.gateway.base_url}/soap/default?wsdl&services={configure},{authenticate}", "1.2")
        program = Program(client, Contract.fetch(tfa.gateway, f"{configure},{authenticate}"), "1.2")
        tfat = ops.mailed_token()
        program.call(f"{configure}GetDuoConfigurationData", tfaToken=tfat)
        program.call(f"{configure}DuoActivate", tfaToken=tfat)
        sign_in = f"{authenticate}CreateAdminAccessTokenWithCredentialsAndPasscode"
        assert program.refusal(sign_in, **ops.login, passcode="000000").text == secondfactor.DUO_REFUSED[1]
        token = str(program.call(sign_in, **ops.login, passcode="123456"))
        tfa.gateway.secrets.add(token)
        assert tfa.door.is_welcome(token)
        client.close()
