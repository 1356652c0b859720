"""Integrations for the tests, and the clients that sign for them."""
from __future__ import annotations

import json
import subprocess
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import requests
from oauthlib.oauth1 import SIGNATURE_HMAC_SHA256
from requests_oauthlib import OAuth1, OAuth1Session

from gateway import PATIENCE, Gateway

PHP = Path(__file__).with_name("clients") / "oauth.php"


@dataclass(frozen=True)
class Credentials:
    consumer_key: str
    consumer_secret: str
    access_token: str
    access_token_secret: str

    @property
    def python(self) -> OAuth1:
        """requests' authentication by requests-oauthlib."""
        return OAuth1(
            self.consumer_key, self.consumer_secret, self.access_token, self.access_token_secret,
            signature_method=SIGNATURE_HMAC_SHA256)


def activate(gateway: Gateway, name: str, *rights: str) -> Credentials:
    """A new integration with its credentials."""
    gateway.must("integration", "create", name, *(rights or ["--all"]))
    printed = json.loads(gateway.must("integration", "activate", name, "--json"))
    credentials = Credentials(**printed)
    gateway.secrets |= {credentials.consumer_secret, credentials.access_token, credentials.access_token_secret}
    return credentials


def session(credentials: Credentials | None = None) -> requests.Session:
    made = requests.Session()
    made.trust_env = False
    made.auth = credentials.python if credentials else None
    return made


def php(credentials: Credentials, verb: str, url: str, body: str | None = None, **more: object) -> tuple[int, str]:
    """One request by php-oauth: status and body of the answer."""
    question = {**vars(credentials), "verb": verb, "url": url, "body": body, **more}
    done = subprocess.run(
        ["php", str(PHP)], input=json.dumps(question).encode(), capture_output=True, timeout=PATIENCE, check=True)
    answer = json.loads(done.stdout)
    return answer["status"], answer["body"]


@dataclass
class Application:
    """An application with an endpoint on loopback: told of an exchange, it fetches its tokens as Magento's would."""

    gateway: Gateway
    status: int = 200
    posts: list[dict[str, str]] = field(default_factory=list)

    def __enter__(self) -> Application:
        application = self

        class Endpoint(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                application.posts.append({name: values[0] for name, values in parse_qs(body, strict_parsing=True).items()})
                self.send_response(application.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Endpoint)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(PATIENCE)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/oauth/start"

    def fetch_tokens(self) -> Credentials:
        """The rest of the exchange, by requests-oauthlib."""
        post = self.posts[-1]
        key, secret, base = post["oauth_consumer_key"], post["oauth_consumer_secret"], post["store_base_url"]
        client = OAuth1Session(key, secret, signature_method=SIGNATURE_HMAC_SHA256)
        client.trust_env = False
        client.fetch_request_token(base + "oauth/token/request")
        granted = client.fetch_access_token(base + "oauth/token/access", verifier=post["oauth_verifier"])
        return Credentials(key, secret, granted["oauth_token"], granted["oauth_token_secret"])
