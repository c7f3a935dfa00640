"""TLS in an office network that no public authority knows: an authority of the installation's own, made once.

`tls/authority.pem` in the data folder is given to the telephones and browsers that are to trust it; `tls/server.pem` is
signed by it for the names and addresses of this machine, and anew when they change or a month before it ends.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from luoshi.base.errors import Refused

AUTHORITY_DAYS = 3650
#: telephones take no server certificate that holds longer
SERVER_DAYS = 397
RENEW_DAYS = 30
ANYWHERE = frozenset({"0.0.0.0", "::", ""})


class NoCertificate(Refused):
    """`--tls` names a file that holds no certificate with its key: `where`, `problem`."""

    code = "L-113"


def certificate_for(folder: Path, tls: str, host: str) -> Path:
    """The PEM file with certificate and key that `--tls` asks for; refuses one that cannot be used."""
    path = own_certificate(folder / "tls", names_of(host)) if tls == "auto" else Path(tls)
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(path)
    except (OSError, ssl.SSLError) as error:
        raise NoCertificate(where=path, problem=error.strerror or error) from error
    return path


def names_of(host: str) -> tuple[str, ...]:
    """By what this machine is called in its network: names and addresses."""
    name = socket.gethostname()
    try:
        found = {str(each[4][0]).split("%")[0] for each in socket.getaddrinfo(name, None)}
    except OSError:
        found = set()
    return tuple(sorted({"localhost", "127.0.0.1", "::1", name, host, *found} - ANYWHERE))


def own_certificate(folder: Path, names: Iterable[str]) -> Path:
    """The server's certificate signed by the installation's own authority; made or renewed where needed."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    server, wanted = folder / "server.pem", _alternatives(names)
    if server.is_file() and _good(x509.load_pem_x509_certificate(server.read_bytes()), wanted):
        return server
    authority, authority_key = _authority(folder)
    key = ec.generate_private_key(ec.SECP256R1())
    made = (
        _builder("Luoshi", SERVER_DAYS, key.public_key())
        .issuer_name(authority.subject)
        .add_extension(wanted, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    _write(server, made.public_bytes(Encoding.PEM) + _pem(key), secret=True)
    return server


def _authority(folder: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    shown, kept = folder / "authority.pem", folder / "authority.key"
    if shown.is_file() and kept.is_file():
        key = load_pem_private_key(kept.read_bytes(), password=None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return x509.load_pem_x509_certificate(shown.read_bytes()), key
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _builder(f"Luoshi of {socket.gethostname()}"[:64], AUTHORITY_DAYS, key.public_key())
    made = (
        builder.issuer_name(_name(f"Luoshi of {socket.gethostname()}"[:64]))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(kept, _pem(key), secret=True)
    _write(shown, made.public_bytes(Encoding.PEM), secret=False)
    return made, key


def _builder(name: str, days: int, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days - 1))
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _alternatives(names: Iterable[str]) -> x509.SubjectAlternativeName:
    found: list[x509.GeneralName] = []
    for name in sorted(set(names)):
        try:
            found.append(x509.IPAddress(ip_address(name)))
        except ValueError:
            found.append(x509.DNSName(name))
    return x509.SubjectAlternativeName(found)


def _good(made: x509.Certificate, wanted: x509.SubjectAlternativeName) -> bool:
    held = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    lasts = made.not_valid_after_utc - datetime.now(UTC) > timedelta(days=RENEW_DAYS)
    return lasts and set(wanted) <= set(held)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(path: Path, content: bytes, *, secret: bool) -> None:
    path.touch(mode=0o600 if secret else 0o644)
    path.write_bytes(content)
