"""A headless Chromium with a virtual security key, and the small page that it shows."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.virtual_authenticator import VirtualAuthenticatorOptions
from selenium.webdriver.support.wait import WebDriverWait

from gateway import PATIENCE, Gateway
from loopback import LoopbackServer, Reply, Request

PAGE = Path(__file__).with_name("clients") / "webauthn.html"
OPTIONS = [
    "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-proxy-server", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
]
"""As root and in small containers; nothing but localhost can be reached."""


class PageServer(LoopbackServer):
    """Serves the page and hands its calls to the gateway, as a shop's own site would."""

    def __init__(self, gateway: Gateway) -> None:
        super().__init__()
        self.gateway = gateway

    @property
    def address(self) -> str:
        return self.url.replace("127.0.0.1", "localhost")

    def respond(self, request: Request) -> Reply:
        if request.path == "/":
            return Reply(200, PAGE.read_bytes(), "text/html; charset=utf-8")
        if not request.path.startswith("/rest/V1/tfa/"):
            return Reply(404, b"", "text/plain")
        headers = {name.replace("-", "_"): request.headers[name] for name in ("Content-Type", "Authorization") if request.headers[name]}
        answer = self.gateway.request(request.method, request.path, request.body, **headers)
        return Reply(answer.status, answer.body, answer.media_type)


class Browser:
    def __init__(self, driver: webdriver.Chrome, address: str):
        self.driver = driver
        self.address = address

    @contextmanager
    def key(self, protocol: str) -> Iterator[None]:
        """Opens the page with a security key plugged in that touches itself."""
        self.driver.get(self.address)
        self.driver.add_virtual_authenticator(VirtualAuthenticatorOptions(protocol=protocol, transport="usb"))
        try:
            yield
        finally:
            self.driver.remove_virtual_authenticator()

    def press(self, button: str, **fields: str) -> str:
        """Fills in fields, presses a button and returns what the page then says."""
        for name, text in fields.items():
            box = self.driver.find_element(By.ID, name)
            box.clear()
            box.send_keys(text)
        self.driver.find_element(By.ID, button).click()
        status = self.driver.find_element(By.ID, "status")
        return WebDriverWait(self.driver, PATIENCE, poll_frequency=0.05).until(lambda _: status.text)


@contextmanager
def chromium(folder: Path, address: str) -> Iterator[Browser]:
    """Keeps its profile and its notes in a folder of the test."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for option in [*OPTIONS, f"--user-data-dir={folder / 'profile'}"]:
        options.add_argument(option)
    options.ignore_local_proxy_environment_variables()
    service = Service("/usr/bin/chromedriver", log_path=str(folder / "chromedriver.log"))
    driver = webdriver.Chrome(service=service, options=options)
    driver.set_script_timeout(PATIENCE)
    try:
        yield Browser(driver, address)
    finally:
        driver.quit()
