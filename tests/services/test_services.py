import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
import redis
from sqlalchemy import create_engine, text

from tests.services.postgres import PostgresServer, private_postgres
from tests.services.processes import Server, ServiceError, find_program


def table_names(url: str) -> list[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        names = [row.tablename for row in rows]
    engine.dispose()
    return names


@pytest.mark.parametrize("turn", [1, 2])
def test_every_test_gets_a_database_without_the_rows_of_another(postgres_url: str, turn: int) -> None:
    assert "left_by_a_test" not in table_names(postgres_url)
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE left_by_a_test (turn int)"))
    engine.dispose()
    assert "left_by_a_test" in table_names(postgres_url)


def test_clones_carry_what_the_migration_made_and_leave_nothing_behind() -> None:
    def migrate(url: str) -> None:
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE of_the_template (id int)"))

    with private_postgres(migrate) as server:
        folder, process = server.folder, server.server.process
        with server.clone() as first, server.clone() as second:
            assert first != second
            assert table_names(first) == table_names(second) == ["of_the_template"]
        with server.clone("template0") as empty:
            assert table_names(empty) == []
    assert process.poll() is not None
    assert not folder.exists()


def test_the_server_is_reached_by_its_socket_only(postgres_server: PostgresServer) -> None:
    connections = psutil.Process(postgres_server.server.process.pid).net_connections(kind="inet")
    assert [connection for connection in connections if connection.status == psutil.CONN_LISTEN] == []


def test_store_url_names_both_engines(store_url: str, request: pytest.FixtureRequest) -> None:
    engine = create_engine(store_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    assert request.node.name.endswith(f"[{engine.dialect.name}]")
    engine.dispose()


@pytest.mark.parametrize("turn", [1, 2])
def test_every_test_gets_an_empty_redis(redis_url: str, turn: int) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("turn", turn)


def test_a_missing_program_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(ServiceError, match=r"debian-packages\.txt"):
        find_program("no-such-server")


def test_a_server_that_cannot_start_shows_its_log(tmp_path: Path) -> None:
    server = Server([find_program("redis-server"), "--port", "nonsense"], tmp_path / "log")
    with pytest.raises(ServiceError, match="argument couldn't be parsed into an integer"):
        server.wait_until(lambda: False)


def test_servers_end_even_when_the_tests_are_killed(tmp_path: Path) -> None:
    script = """
import os, signal, sys
from pathlib import Path
import psutil
from tests.services.processes import Server
server = Server(["/bin/sleep", "600"], Path(sys.argv[1]))
server.wait_until(lambda: psutil.Process(server.process.pid).name() == "sleep")
print(server.process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    command = [sys.executable, "-c", script, str(tmp_path / "log")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    printed = subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stdout
    for _ in range(100):
        if not psutil.pid_exists(int(printed)) or psutil.Process(int(printed)).status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.05)
    pytest.fail("the server outlived the tests")
