"""Requests per second and processor time for one request, with one core for the server and the other one for the load."""
from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from pathlib import Path

from . import load
from .build import Programs
from .machine import SERVER_CORE
from .peers import database
from .peers.gateway import CUSTOMER, LOCKED, Gateway
from .peers.gsoap import GSOAP
from .peers.nginx import Nginx
from .peers.php import PHP
from .peers.python import FastAPI
from .peers.swift import BareHummingbird, BareNIO
from .request import SERVICE, Request, get, post_json, soap, soap_login
from .server import Server
from .turns import Case, Turns

TOKEN = "/rest/V1/integration/customer/token"
SOAP = f"/soap/default?services={SERVICE}"
OWNER = "customerCustomerRepositoryV1"
WSDL = f"/soap/default?wsdl&services={SERVICE}"


def measure(folder: Path, programs: Programs, seconds: int, rounds: int) -> Turns:
    gateway, logging = Gateway(folder / "gateway"), Gateway(folder / "logging", "--log-level", "info")
    for one in (gateway, logging):
        one.create()
    with ExitStack() as stack:

        def up(server: Server) -> Server:
            server.start(SERVER_CORE)
            stack.callback(server.stop)
            return server

        up(gateway)
        up(logging)
        document = get(WSDL).ask(gateway.port).decode()
        store = database.create(folder / "peers.sqlite", gateway.password_hash)
        wsdl = folder / "service.wsdl"
        wsdl.write_text(gateway.wsdl())
        nginx, nio, bare = up(Nginx(folder)), up(BareNIO(folder, programs)), up(BareHummingbird(folder, programs, document))
        gsoap, php, python = up(GSOAP(folder, programs)), up(PHP(folder, store, wsdl)), up(FastAPI(folder, store))

        def case(what: str, server: Server, request: Request, beside: str = "") -> Case:
            request.ask(server.port)
            return Case(f"{server.name}: {what}", partial(load.run, server.port, server.roots, [request], seconds), beside)

        token, peers = gateway.token(), database.TOKEN
        me = "/rest/V1/customers/me"
        own = soap(f"/soap/default?services={OWNER}", OWNER, "GetSelf", "", token=token)
        cases = [
            case("`return 200`", nginx, get("/constant")),
            case("file", nginx, get("/file")),
            case("constant", nio, get("/")),
            case("`/auth/verify`", gateway, get("/auth/verify", token=token), "bare SwiftNIO: constant"),
            case("`/auth/verify`, unknown token", gateway, get("/auth/verify", 401, peers), "bare SwiftNIO: constant"),
            case("constant", bare, get("/constant")),
            case("`/V1/customers/me`", gateway, get(me, token=token), "bare Hummingbird: constant"),
            case("`/V1/customers/me`, each written to a log", logging, get(me, token=logging.token()), "bare Hummingbird: constant"),
            case("token check", php, get("/me.php", token=peers)),
            case("token check", python, get("/me", token=peers)),
            case("constant token", gsoap, soap_login("/", CUSTOMER)),
            case("SOAP, own customer", gateway, own, "gSOAP: constant token"),
            case("SOAP, sign-in of a locked account", gateway, soap_login(SOAP, LOCKED, status=400), "gSOAP: constant token"),
            case("SOAP, sign-in without password", gateway, soap_login(SOAP, CUSTOMER, None, 400), "gSOAP: constant token"),
            case("SoapServer, constant token", php, soap_login("/soap.php?constant", CUSTOMER), "gSOAP: constant token"),
            case("bytes of the WSDL", bare, get("/document")),
            case("WSDL", gateway, get(WSDL), "bare Hummingbird: bytes of the WSDL"),
            case("`wsdl_list`", gateway, get("/soap/default?wsdl_list")),
            case("malformed JSON", gateway, post_json(TOKEN, b'{"username":', 400)),
        ]
        return Turns(cases, rounds).measure()
