"""Rate limits of public endpoints, with and without Redis."""

from threading import Thread
from time import perf_counter

import pytest
import redis

from portal.web.circuit import Circuit
from portal.web.limits import Counter
from tests.web.tokens import token

NOWHERE = "redis://127.0.0.1:1/0"


def test_the_fourth_of_three_is_told_when_to_come_back(client):
    data = {"csrf_token": token(client)}
    assert [client.post("/sample/limited", data=data).status_code for _ in range(3)] == [200] * 3
    refused = client.post("/sample/limited", data=data)
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert "过于频繁" in refused.text


def test_another_address_has_a_count_of_its_own(client):
    data = {"csrf_token": token(client)}
    for _ in range(4):
        client.post("/sample/limited", data=data)
    other = client.post(
        "/sample/limited", data=data, environ_overrides={"REMOTE_ADDR": "192.0.2.9"}
    )
    assert other.status_code == 200


def test_a_header_of_the_client_does_not_change_its_address(client):
    data = {"csrf_token": token(client)}
    found = [
        client.post("/sample/limited", data=data, headers={"X-Forwarded-For": f"192.0.2.{n}"})
        for n in range(4)
    ]
    assert found[-1].status_code == 429


@pytest.mark.parametrize("url", ["real", NOWHERE])
def test_requests_are_counted_exactly_by_many_at_once(redis_url, url):
    counter = Counter(Circuit(redis_url if url == "real" else url))
    threads = [
        Thread(target=lambda: [counter.hit("limit:t", 60) for _ in range(25)]) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counter.hit("limit:t", 60)[0] == 101


def test_the_count_is_shared_by_processes_and_ends_with_its_window(redis_url):
    first, second = (Counter(Circuit(redis_url)) for _ in range(2))
    first.hit("limit:shared", 60)
    assert second.hit("limit:shared", 60)[0] == 2
    with redis.Redis.from_url(redis_url) as server:
        assert 0 < server.ttl("limit:shared") <= 60


def test_a_redis_that_is_down_costs_next_to_nothing():
    counter = Counter(Circuit(NOWHERE))
    counter.hit("limit:t", 60)

    def taken() -> float:
        began = perf_counter()
        for _ in range(200):
            counter.hit("limit:t", 60)
        return perf_counter() - began

    # A busy machine holds up one round or another, not all of them.
    assert min(taken() for _ in range(3)) < 0.2


def test_behind_a_trusted_proxy_its_header_names_the_client(settings):
    from dataclasses import replace

    from portal.app import create_app
    from tests.web import sample

    app = create_app(replace(settings, trusted_proxies=1))
    with sample.installed(app):
        client = app.test_client()
        data = {"csrf_token": token(client)}
        found = [
            client.post(
                "/sample/limited",
                data=data,
                headers={"X-Forwarded-For": f"203.0.113.{9 - n}, 192.0.2.{n // 4}"},
            ).status_code
            for n in range(5)
        ]
    app.extensions["engine"].dispose()
    assert found == [200, 200, 200, 429, 200]
