"""Bad and hostile XML is refused, in a sentence without a key."""

from collections.abc import Callable
from xml.sax.saxutils import escape

import pytest

from mikrotik import MikrotikError, from_configuration, from_description
from tests.mikrotik.connections import INSIDE, KEYS, OUTSIDE, Shape, describe, xml

PLACEHOLDERS = (
    "REDACTED", "redacted", "xxxxxxxx", "........", "<hidden>", "[secret]", "(sensitive)",
    "{{resolve:secretsmanager:x}}", "${psk}",
    "arn:aws:secretsmanager:eu-west-1:1:secret:s2svpn!x", "CHANGE_ME", "your-pre-shared-key", "None",
)  # fmt: skip
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
Change = Callable[[str], str]


def replaced(old: str, new: str, count: int = -1) -> Change:
    return lambda text: text.replace(old, new, count)


def without(name: str) -> Change:
    def change(text: str) -> str:
        start = text.index(f"<{name}>")
        end = text.index(f"</{name}>", start) + len(f"</{name}>")
        return text[:start] + text[end:]

    return change


def after_declaration(inserted: str) -> Change:
    return lambda text: text.replace("?>", "?>" + inserted, 1)


WRONG: list[tuple[str, Change, str]] = [
    ("entities", after_declaration(BOMB), "document type"),
    ("an external entity", after_declaration(EXTERNAL), "document type"),
    ("a bare document type", after_declaration("<!DOCTYPE vpn_connection>"), "document type"),
    ("an unknown entity", replaced(KEYS[0], "&a;"), "not well formed"),
    ("a processing instruction", after_declaration("<?php x?>"), "processing instruction"),
    ("another declared encoding", replaced('"UTF-8"', '"ISO-8859-1"'), "encoding"),
    ("an end too early", lambda text: text[:-40], "not well formed"),
    ("another document", lambda _: "<html/>", "does not begin with <vpn_connection"),
    ("an id that is none", replaced("vpn-0f1e2d3c", "vpn-x; /quit"), "does not begin with <vpn_connection"),
    ("one tunnel", lambda text: without("ipsec_tunnel")(text), "has 1 tunnels"),
    ("three tunnels", replaced("</vpn_connection>", "<ipsec_tunnel/></vpn_connection>"), "has 3 tunnels"),
    ("no key", without("pre_shared_key"), "ike/pre_shared_key is missing"),
    ("an empty key", replaced(KEYS[0], ""), "ike/pre_shared_key is missing"),
    ("a masked key", replaced(KEYS[0], "********"), "is not a key"),
    *(
        (f"a placeholder, {text}", replaced(KEYS[0], escape(text)), "is not a key: it is masked or a placeholder")
        for text in PLACEHOLDERS
    ),
    ("a key with a line end", replaced(KEYS[0], KEYS[0] + "&#10;x"), "is not a key"),
    ("two keys", replaced("</ike>", "<pre_shared_key>x</pre_shared_key></ike>"), "more than once"),
    ("no BGP at one end", without("bgp"), "customer_gateway/bgp/asn is missing"),
    ("no outside address", without("tunnel_outside_address"), "tunnel_outside_address/ip_address is missing"),
    ("an IPv6 address", replaced(OUTSIDE[0], "2001:db8::1"), "is not an IPv4 address"),
    ("an ASN that is none", replaced("<asn>64512</asn>", "<asn>+64512</asn>"), "not a whole number"),
    (
        "inside addresses swapped between the tunnels",
        lambda text: _swapped(text, INSIDE[0][0], INSIDE[1][0]),
        "mixed up",
    ),
    ("the same outside address twice", replaced(OUTSIDE[1], OUTSIDE[0]), "both tunnels have the AWS outside address"),
    ("two customers", replaced("198.51.100.7", "198.51.100.8", 1), "different values for the customer gateway address"),
    ("a depth", lambda text: text.replace("<ike>", "<ike>" + "<a>" * 20), "far more or deeper"),
    ("very many elements", replaced("</vpn_connection>", "<a/>" * 3000 + "</vpn_connection>"), "far more or deeper"),
    ("a huge text", lambda text: text + " " * 1_000_001, "bytes"),
]


def _swapped(text: str, one: str, other: str) -> str:
    return text.replace(one, "\0").replace(other, one).replace("\0", other)


@pytest.mark.parametrize(("change", "sentence"), [pytest.param(*row[1:], id=row[0]) for row in WRONG])
def test_an_xml_that_is_not_a_whole_connection_is_refused_with_what_is_wrong(change: Change, sentence: str) -> None:
    with pytest.raises(MikrotikError) as caught:
        from_configuration(change(xml()).encode())
    assert sentence in str(caught.value)
    assert not any(key in str(caught.value) for key in KEYS)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_another_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(MikrotikError):
        from_configuration(xml().encode(encoding))


def test_a_byte_that_is_no_utf8_is_refused() -> None:
    with pytest.raises(MikrotikError, match="not in UTF-8"):
        from_configuration(xml().encode().replace(b"office", b"\xff") + b"<!-- \xff -->")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_order_of_the_tunnels_means_nothing(order: tuple[int, int]) -> None:
    found = from_configuration(xml(Shape(xml_order=order)).encode())
    assert [str(tunnel.configuration.aws_outside) for tunnel in found.tunnels] == list(OUTSIDE)
    assert [tunnel.configuration.key.reveal for tunnel in found.tunnels] == list(KEYS)


def test_a_byte_order_mark_white_space_and_comments_do_not_matter() -> None:
    spaced = xml().replace("><", ">\n  <").replace("?>", "?><!-- saved -->", 1)
    assert from_configuration(b"\xef\xbb\xbf" + spaced.encode()) == from_configuration(xml().encode())


def test_a_static_connection_has_no_bgp() -> None:
    found = from_configuration(xml(Shape(static=True)).encode())
    assert found.static
    assert found.tunnels[0].configuration.aws_asn is None


def test_a_connection_that_is_static_by_its_options_needs_no_word_of_it_in_the_xml() -> None:
    described = describe(Shape(static=True))
    described["CustomerGatewayConfiguration"] = without("vpn_connection_attributes")(xml(Shape(static=True)))
    assert from_description(described).static
    with pytest.raises(MikrotikError, match="bgp/asn is missing"):
        from_configuration(described["CustomerGatewayConfiguration"].encode())


def test_an_xml_that_names_its_own_crypto_allows_that_alone() -> None:
    text = xml().replace("aes-128-cbc", "aes-256-cbc").replace("sha1-96", "sha2-256-128").replace("sha1<", "sha2-512<")
    options = from_configuration(text.replace("group2<", "group14<").encode()).tunnels[0].options
    assert (options.phase1_encryption, options.phase1_integrity) == (("AES256",), ("SHA2-512",))
    assert (options.phase2_integrity, options.phase2_groups) == (("SHA2-256",), (14,))


def test_without_options_of_ec2_the_xml_counts_as_it_does_from_a_file() -> None:
    text = xml().replace("aes-128-cbc", "aes-256-cbc").replace("sha1-96", "sha2-256-128").replace("sha1<", "sha2-512<")
    text = text.replace("group2<", "group14<").replace("28800", "14400").replace("3600", "1800")
    described = describe()
    described["Options"].pop("TunnelOptions")
    described["CustomerGatewayConfiguration"] = text
    found, of_file = from_description(described), from_configuration(text.encode())
    assert [tunnel.options for tunnel in found.tunnels] == [tunnel.options for tunnel in of_file.tunnels]
    options = found.tunnels[0].options
    assert (options.phase1_encryption, options.phase1_seconds, options.phase2_seconds) == (("AES256",), 14400, 1800)
    assert not found.options_known


CONTRADICTIONS = [
    pytest.param(lambda it: it["Options"]["TunnelOptions"].reverse(), None, id="tunnels in another order is none"),
    pytest.param(
        lambda it: it["Options"]["TunnelOptions"][0].update(PreSharedKey="other_key"), "different pre-shared", id="keys"
    ),
    pytest.param(
        lambda it: it["Options"]["TunnelOptions"][0].update(TunnelInsideCidr="169.254.99.0/30"), "inside", id="inside"
    ),
    pytest.param(
        lambda it: it["Options"]["TunnelOptions"][0].update(OutsideIpAddress="192.0.2.1"), "is not in", id="outside"
    ),
    pytest.param(lambda it: it["Options"].update(StaticRoutesOnly=True), "disagree", id="static or not"),
    pytest.param(lambda it: it.update(VpnConnectionId="vpn-99999999"), "the XML is that of", id="another connection"),
    pytest.param(lambda it: it.update(State="pending"), "is pending", id="pending"),
    pytest.param(lambda it: it.update(State="deleted"), "is deleted", id="deleted"),
    pytest.param(lambda it: it.pop("CustomerGatewayConfiguration"), "comes without", id="no XML"),
    pytest.param(lambda it: it["Options"].update(TunnelOptions=7), "not what EC2 answers", id="no list"),
    pytest.param(lambda it: it["Options"].update(LocalIpv4NetworkCidr="x"), "not an IPv4 network", id="no network"),
]


@pytest.mark.parametrize(("change", "sentence"), CONTRADICTIONS)
def test_a_description_that_contradicts_itself_is_refused(change: Callable[[dict], None], sentence: str | None) -> None:  # type: ignore[type-arg]
    description = describe()
    change(description)
    if sentence is None:
        assert from_description(description) == from_description(describe())
        return
    with pytest.raises(MikrotikError) as caught:
        from_description(description)
    assert sentence in str(caught.value)
    assert not any(key in str(caught.value) for key in (*KEYS, "other_key"))


def test_no_repr_shows_a_key() -> None:
    assert not any(key in repr(from_description(describe())) for key in KEYS)
