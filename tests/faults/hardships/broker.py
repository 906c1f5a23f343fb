"""The broker of the services as its administrator sees it."""

import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from confluent_kafka.admin import (
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewTopic,
    ResourcePatternType,
    ResourceType,
)

from tests.faults.certificate.books import TOPIC
from tests.faults.certificate.services import Services, free_port

PARTITIONS = 8
SECOND = 2
_AUTHORIZER = (
    "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "allow.everyone.if.no.acl.found=true",
)
_NOBODY_MAY_WRITE = (
    *(ResourceType.TOPIC, TOPIC, ResourcePatternType.LITERAL, "User:ANONYMOUS", "*"),
    *(AclOperation.WRITE, AclPermissionType.DENY),
)


class Broker:
    """Topics, rights, and brokers besides the one that the services start."""

    def __init__(self, services: Services) -> None:
        self._services = services
        address = services.environment["KAFKA_BOOTSTRAP_SERVERS"]
        self._admin = AdminClient({"bootstrap.servers": address, "log_level": 0})

    def write_its_own_time(self) -> None:
        """Records bear the time at which the broker took them, not that of their producer."""
        own_time = ConfigEntry(
            "log.message.timestamp.type",
            "LogAppendTime",
            incremental_operation=AlterConfigOpType.SET,
        )
        for broker in self._admin.list_topics().brokers:
            resource = ConfigResource(
                ConfigResource.Type.BROKER, str(broker), incremental_configs=[own_time]
            )
            self._admin.incremental_alter_configs([resource])[resource].result()

    def delete_topic(self) -> None:
        self._admin.delete_topics([TOPIC])[TOPIC].result()

    def make_topic_on(self, brokers: Sequence[int], *, in_sync: int) -> None:
        """A copy of every partition on each broker, of which so many must be in step."""
        topic = NewTopic(
            TOPIC,
            PARTITIONS,
            replica_assignment=[[*brokers]] * PARTITIONS,
            config={"min.insync.replicas": f"{in_sync}"},
        )
        self._admin.create_topics([topic])[TOPIC].result()

    def ask_for_rights(self) -> None:
        """From now on the broker knows rights; until it is told of any, everybody has all."""
        changed = self._services.folder / "with-rights.properties"
        changed.write_text("\n".join([self._properties.read_text(), *_AUTHORIZER, ""]))
        command = self._command(changed)
        self._services.kill("kafka")
        self._services.follow("kafka", self._start(command).pid)
        self._await_brokers(1)

    def forbid_writing(self) -> None:
        rule = AclBinding(*_NOBODY_MAY_WRITE)
        self._admin.create_acls([rule])[rule].result()

    def allow_writing(self) -> None:
        rules = AclBindingFilter(*_NOBODY_MAY_WRITE)
        self._admin.delete_acls([rules])[rules].result()

    def start_second(self) -> subprocess.Popen[bytes]:
        """A second broker, ready to take copies; started again on the same data if it was there."""
        properties = self._services.folder / "second.properties"
        if not properties.exists():
            properties.write_text(self._properties_of_second())
            self._format(properties)
        process = self._start(self._command(properties))
        self._await_brokers(2)
        return process

    def await_brokers(self, number: int) -> None:
        """Returns once so many brokers are there."""
        self._await_brokers(number)

    def await_copies_in_step(self, number: int) -> None:
        """Returns once so many copies of every partition are in step, no more and no less."""
        while any(
            len(partition.isrs) != number
            for partition in self._admin.list_topics(TOPIC).topics[TOPIC].partitions.values()
        ):
            time.sleep(0.1)

    @property
    def _properties(self) -> Path:
        return self._services.folder / "kafka.properties"

    def _command(self, properties: Path) -> list[str]:
        """How the running broker was started, but with other properties."""
        running = Path(f"/proc/{self._services.pid_of('kafka')}/cmdline").read_bytes()
        return [*running.decode().split("\0")[:-2], str(properties)]

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        with (self._services.folder / "log" / "kafka.log").open("ab") as log:
            return subprocess.Popen(  # noqa: S603
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )

    def _properties_of_second(self) -> str:
        first = dict(
            line.split("=", 1)
            for line in self._properties.read_text().splitlines()
            if "=" in line and not line.startswith("#")
        )
        here = f"PLAINTEXT://127.0.0.1:{free_port()}"
        own = {
            "process.roles": "broker",
            "node.id": f"{SECOND}",
            "listeners": here,
            "advertised.listeners": here,
            "log.dirs": f"{self._services.folder / 'kafka-2'}",
        }
        return "\n".join(f"{name}={value}" for name, value in {**first, **own}.items())

    def _format(self, properties: Path) -> None:
        meta = (self._services.folder / "kafka" / "meta.properties").read_text()
        cluster = next(line for line in meta.splitlines() if line.startswith("cluster.id="))
        *java, _, _ = self._command(properties)
        tool = ["kafka.tools.StorageTool", "format", "-t", cluster.partition("=")[2], "-c"]
        subprocess.run([*java, *tool, str(properties)], check=True, capture_output=True)  # noqa: S603

    def _await_brokers(self, number: int) -> None:
        while len(self._admin.list_topics().brokers) != number:
            time.sleep(0.1)
