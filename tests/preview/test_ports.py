import pytest

from broadsheet.preview.ports import NoPort, address_of, listening


def test_next_port_is_taken_if_the_first_is_not_free() -> None:
    with listening("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with listening("127.0.0.1", port) as second:
            assert port < second.getsockname()[1] < port + 20


def test_unknown_host_is_named() -> None:
    with pytest.raises(NoPort, match=r"nowhere\.invalid"):
        listening("nowhere.invalid", 0)


def test_address_of_another_computer_is_no_place_to_listen() -> None:
    with pytest.raises(NoPort, match=r"192\.0\.2\.1"):
        listening("192.0.2.1", 0)


def test_address_can_be_opened_wherever_it_listens() -> None:
    with listening("0.0.0.0", 0) as everywhere:
        port = everywhere.getsockname()[1]
        assert address_of(everywhere, "0.0.0.0") == f"http://localhost:{port}/"
        assert address_of(everywhere, "::1") == f"http://[::1]:{port}/"
