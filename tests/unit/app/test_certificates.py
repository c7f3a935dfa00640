"""TLS of an office network: an authority of the installation's own, and refusals that name what is wrong."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path

import pytest

from luoshi.app.certificates import NoCertificate, certificate_for, own_certificate
from luoshi.app.serving import PortTaken, serve_all

NAMES = ("127.0.0.1", "localhost", "luoshi.town")


def test_a_browser_that_trusts_the_authority_trusts_the_server(tmp_path: Path) -> None:
    server = own_certificate(tmp_path, NAMES)
    here, there = socket.socketpair()
    doors = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    doors.load_cert_chain(server)
    browser = ssl.create_default_context(cafile=tmp_path / "authority.pem")
    opened = browser.wrap_socket(here, server_hostname="luoshi.town", do_handshake_on_connect=False)
    answered = doors.wrap_socket(there, server_side=True, do_handshake_on_connect=False)
    here_done, there_done = _step(opened), _step(answered)
    while not (here_done and there_done):
        here_done, there_done = here_done or _step(opened), there_done or _step(answered)
    shown = opened.getpeercert()
    assert shown is not None
    assert ("DNS", "luoshi.town") in shown["subjectAltName"]
    opened.close()
    answered.close()


def _step(side: ssl.SSLSocket) -> bool:
    side.setblocking(False)
    try:
        side.do_handshake()
    except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
        return False
    return True


def test_the_authority_stays_when_the_server_gets_another_name(tmp_path: Path) -> None:
    first = own_certificate(tmp_path, NAMES).read_bytes()
    authority = (tmp_path / "authority.pem").read_bytes()
    assert own_certificate(tmp_path, NAMES).read_bytes() == first
    assert own_certificate(tmp_path, [*NAMES, "10.0.0.7"]).read_bytes() != first
    assert (tmp_path / "authority.pem").read_bytes() == authority


def test_keys_are_for_their_owner_only(tmp_path: Path) -> None:
    own_certificate(tmp_path, NAMES)
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("authority.key", "server.pem")] == [0o600, 0o600]


@pytest.mark.parametrize("content", [b"no certificate", b""])
def test_a_file_that_is_no_certificate_is_refused(tmp_path: Path, content: bytes) -> None:
    named = tmp_path / "cert.pem"
    named.write_bytes(content)
    with pytest.raises(NoCertificate, match="--tls auto"):
        certificate_for(tmp_path, str(named), "127.0.0.1")


def test_a_port_that_is_taken_is_told_before_anything_is_opened(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port}"):
            serve_all(tmp_path / "not there", None, host="127.0.0.1", port=port, tls=None, demo=False)
