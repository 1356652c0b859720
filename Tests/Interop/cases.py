"""One table of sign-ins. Every protocol has to give the same outcome for each."""
from __future__ import annotations

from dataclasses import dataclass

PLAIN = "Correct-horse 7"
COMPOSED = "P\u00e4ssw\u00f6rt-\u5bc6\u7801-\U0001f511-1"
DECOMPOSED = "Pa\u0308sswo\u0308rt-\u5bc6\u7801-\U0001f511-1"
MARKUP = "<&>\"'/]]>&amp;Aa1"
INNER_BLANKS = "Aa1  two  blanks\tand a tab"
LONGEST = "Aa1-" + "\U0001f600" * 252
"""256 characters, the most that a new password may have; more than 1000 bytes."""


@dataclass(frozen=True)
class Account:
    kind: str
    name: str
    password: str
    state: str = "active"
    """active, disabled, or no-role"""


ACCOUNTS = [
    Account("admin", "ops", PLAIN),
    Account("admin", "composed", COMPOSED),
    Account("admin", "markup", MARKUP),
    Account("admin", "blanks", INNER_BLANKS),
    Account("admin", "longest", LONGEST),
    Account("admin", "12345", PLAIN),
    Account("admin", "gone", PLAIN, "disabled"),
    Account("admin", "roleless", PLAIN, "no-role"),
    Account("customer", "ann@example.test", PLAIN),
    Account("customer", "Composed@example.test", COMPOSED),
    Account("customer", "gone@example.test", PLAIN, "disabled"),
]


@dataclass(frozen=True)
class Case:
    about: str
    kind: str
    fields: dict
    wanted: str

    def __str__(self) -> str:
        return self.about.replace(" ", "-")


def case(about: str, kind: str, wanted: str, username=None, password=None, **more) -> Case:
    """A field that is None is not sent."""
    fields = {"username": username, "password": password, **more}
    return Case(f"{kind}: {about}", kind, {name: value for name, value in fields.items() if value is not None}, wanted)


def for_both(about: str, wanted: str, username=None, password=None, **more) -> list[Case]:
    """The same case for an admin and for a customer; `{name}` in the user name is that of the ordinary account."""
    return [
        case(about, kind, wanted, username.replace("{name}", name) if isinstance(username, str) else username, password, **more)
        for kind, name in (("admin", "ops"), ("customer", "ann@example.test"))
    ]


# Wanted is one of: token, refused, no-role, type, or the fields that are asked for.
CASES = [
    # Who gets in.
    *for_both("right password", "token", "{name}", PLAIN),
    *for_both("unknown field beside", "token", "{name}", PLAIN, remember="1"),
    case("name in capitals", "admin", "token", "OPS", PLAIN),
    case("address in capitals", "customer", "token", "ANN@EXAMPLE.TEST", PLAIN),
    case("name that is a number", "admin", "token", 12345, PLAIN),
    case("Unicode password", "admin", "token", "composed", COMPOSED),
    case("Unicode password", "customer", "token", "composed@example.test", COMPOSED),
    case("password of markup", "admin", "token", "markup", MARKUP),
    case("password with blanks and a tab inside", "admin", "token", "blanks", INNER_BLANKS),
    case("password of 256 characters", "admin", "token", "longest", LONGEST),
    # What is missing.
    *for_both("nothing", "username password"),
    *for_both("both empty", "username password", "", ""),
    *for_both("no name", "username", None, PLAIN),
    *for_both("empty name", "username", "", PLAIN),
    *for_both("no password", "password", "{name}"),
    *for_both("empty password", "password", "{name}", ""),
    *for_both("name in the wrong case of the field", "username", None, PLAIN, userName="ops"),
    # What does not fit.
    *for_both("name that is an object", "type", {"a": "1"}, PLAIN),
    *for_both("password that is an object", "type", "{name}", {"a": "1"}),
    # Who is refused, all alike.
    *for_both("wrong password", "refused", "{name}", "Correct-horse 8"),
    *for_both("password in other case", "refused", "{name}", PLAIN.upper()),
    *for_both("blank before the password", "refused", "{name}", f" {PLAIN}"),
    *for_both("blank behind the password", "refused", "{name}", f"{PLAIN} "),
    *for_both("line feed behind the password", "refused", "{name}", f"{PLAIN}\n"),
    *for_both("blank before the name", "refused", " {name}", PLAIN),
    *for_both("blank behind the name", "refused", "{name} ", PLAIN),
    *for_both("blanks alone", "refused", "   ", "   "),
    *for_both("name 0", "refused", "0", "0"),
    *for_both("unknown name", "refused", "nobody-{name}", PLAIN),
    *for_both("name of 255 characters", "refused", "n" * 255, PLAIN),
    *for_both("name of 256 characters", "refused", "n" * 256, PLAIN),
    *for_both("name of 5000 characters", "refused", "n" * 5000, PLAIN),
    *for_both("name with a line feed", "refused", "{name}\nlevel=error forged", PLAIN),
    *for_both("name of SQL", "refused", "{name}' OR '1'='1", PLAIN),
    *for_both("password of SQL", "refused", "{name}", "' OR '1'='1' --"),
    *for_both("password of 4096 bytes", "refused", "{name}", "Aa1-" * 1024),
    *for_both("password of 4097 bytes", "refused", "{name}", "Aa1-" * 1024 + "x"),
    *for_both("right password and more than 4096 bytes", "refused", "{name}", PLAIN + "x" * 4096),
    *for_both("placeholder as password", "refused", "{name}", "%fieldName %1 ${jndi:x} {{7*7}}"),
    case("disabled account", "admin", "refused", "gone", PLAIN),
    case("disabled account", "customer", "refused", "gone@example.test", PLAIN),
    case("Unicode password, decomposed", "admin", "refused", "composed", DECOMPOSED),
    case("password of markup, resolved once more", "admin", "refused", "markup", MARKUP.replace("&amp;", "&")),
    case("blanks of the password joined", "admin", "refused", "blanks", " ".join(INNER_BLANKS.split())),
    case("password cut after 255 characters", "admin", "refused", "longest", LONGEST[:-1]),
    case("password longer by one", "admin", "refused", "longest", f"{LONGEST}x"),
    case("e-mail in place of the name", "admin", "refused", "ops@example.test", PLAIN),
    case("admin at the address of customers", "customer", "refused", "ops", PLAIN),
    case("customer at the address of admins", "admin", "refused", "ann@example.test", PLAIN),
    # Known, and still without a token.
    case("no role", "admin", "no-role", "roleless", PLAIN),
    case("no role, wrong password", "admin", "refused", "roleless", "Correct-horse 8"),
]
