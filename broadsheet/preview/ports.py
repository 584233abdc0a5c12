"""Where the preview listens: a host and the first port that is free."""

import errno
import socket

TRIED = 20  # ports


class NoPort(Exception):
    """The preview cannot listen there; the text says why."""


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens on the first free port from `port` on; with 0 the system chooses.

    Raises NoPort if none of the next is free, or the host is not one of this computer's.
    """
    for candidate in range(port, port + TRIED):
        try:
            return _listening_on(host, candidate)
        except socket.gaierror:
            raise NoPort(f"no computer of the name {host} is known") from None
        except OverflowError:
            break
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise NoPort(f"cannot listen on {host}: {error.strerror or error}") from None
    raise NoPort(f"port {port} and those after it are taken; name another with --port")


def address_of(listener: socket.socket, host: str) -> str:
    """The web address of what a socket serves: by name where `host` means every address."""
    port = listener.getsockname()[1]
    name = {"0.0.0.0": "localhost", "::": "localhost"}.get(host, host)
    return f"http://{f'[{name}]' if ':' in name else name}:{port}/"


def _listening_on(host: str, port: int) -> socket.socket:
    kind = socket.SOCK_STREAM
    family, _, _, _, address = socket.getaddrinfo(host, port, type=kind)[0]
    return socket.create_server((str(address[0]), port), family=family)
