#!/usr/bin/env python3
"""Measures the service beside the same calls in FastAPI and Express, and its pages beside an axum handler by hand.

    server/benches/run.py [--rounds 3] [--seconds 1] [--connections 1,32] [--requests 1000000] [--only ours,express]

Builds and installs what it needs under `target/`, keeps the databases in /dev/shm, and prints tables as they stand in
README.md. Needs Rust, Python 3.10 with venv, and Node 20 with npm.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
WORK = TARGET / "server-bench"
TOKEN = "token-of-the-benchmark"
WRITES = ("candidates", "deployments", "in_progress", "success")
SIDES = ("ours", "express", "fastapi")


def main():
    said = argparse.ArgumentParser()
    said.add_argument("--rounds", type=int, default=3)
    said.add_argument("--seconds", type=float, default=1)
    said.add_argument("--connections", default="1,32")
    said.add_argument("--requests", type=int, default=1_000_000)
    said.add_argument("--only", default=",".join(SIDES))
    said = said.parse_args()
    sides = said.only.split(",")
    built = build()
    install(sides)
    folder = Path(tempfile.mkdtemp(prefix="release-server-bench-", dir="/dev/shm"))
    try:
        for connections in map(int, said.connections.split(",")):
            writes(built, folder, sides, connections, said.rounds, said.seconds)
        for connections in map(int, said.connections.split(",")):
            reads(built, folder, connections, said.rounds, said.seconds)
        if said.requests:
            many(built, folder, said.requests)
    finally:
        shutil.rmtree(folder)


def build():
    """The programs by their names."""
    locked = ["--locked", "--message-format=json", "-p", "release-server"]
    commands = [
        ["cargo", "build", "--release", *locked, "--bin", "release-server"],
        ["cargo", "bench", "--no-run", *locked, "--bench", "load", "--bench", "by_hand"],
    ]
    built = {}
    for command in commands:
        told = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
        for line in told.splitlines():
            message = json.loads(line)
            if message.get("executable"):
                built[message["target"]["name"]] = message["executable"]
    return built


def install(sides):
    WORK.mkdir(parents=True, exist_ok=True)
    if "fastapi" in sides:
        subprocess.run([sys.executable, "-m", "venv", WORK / "venv"], check=True)
        pip = [WORK / "venv/bin/pip", "install", "--quiet", "--disable-pip-version-check", "-r", HERE / "fastapi/requirements.txt"]
        subprocess.run(pip, check=True)
    if "express" in sides:
        shutil.copytree(HERE / "express", WORK / "express", dirs_exist_ok=True)
        if not (WORK / "express/node_modules/better-sqlite3").exists():
            subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=WORK / "express", check=True)


class Server:
    """A server that is measured, with a database of its own."""

    def __init__(self, built, folder, side, name):
        database = folder / f"{name}.db"
        environment = dict(os.environ, TOKEN=TOKEN, DATABASE=str(database))
        address = None
        if side == "ours":
            command = [built["release-server"], "--listen", "127.0.0.1:0", "--database", database]
            # The others write no line for a request either.
            environment |= {"RELEASE_SERVER_TOKEN": TOKEN, "RELEASE_SERVER_LOG_REQUESTS": "false"}
        elif side == "by_hand":
            command = [built["by_hand"], folder / "reads.db", database]
        else:
            address = f"127.0.0.1:{free_port()}"
            environment["PORT"] = address.rpartition(":")[2]
            commands = {
                "fastapi": [WORK / "venv/bin/python", HERE / "fastapi/app.py"],
                "express": ["node", WORK / "express/app.mjs"],
            }
            command = commands[side]
        self.database = database
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        self.address = address or self.process.stdout.readline().split()[-1].removeprefix("http://")
        self.load = built["load"]
        while True:
            try:
                urllib.request.urlopen(f"http://{self.address}/nothing")
            except urllib.error.HTTPError:
                break
            except OSError:
                assert self.process.poll() is None, f"{side} has ended"
                time.sleep(0.1)

    def told(self, connections, round, seconds, what):
        """What one run of the load came to, by phase."""
        command = [self.load, self.address, TOKEN, str(self.process.pid), str(connections), str(round), str(seconds), str(what)]
        told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        return {line["phase"]: line for line in map(json.loads, told.splitlines())}

    def memory(self):
        """Resident memory in MB, now and at its most; of it what is no file."""
        with open(f"/proc/{self.process.pid}/status") as status:
            lines = dict(line.split(":", 1) for line in status)
        return [int(lines[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM", "RssAnon")]

    def end(self):
        self.process.terminate()
        self.process.wait()


def free_port():
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def writes(built, folder, sides, connections, rounds, seconds):
    """All sides in turns."""
    servers = {side: Server(built, folder, side, f"{side}-{connections}") for side in sides}
    seen = {side: [] for side in sides}
    for side, server in servers.items():
        server.told(connections, 0, 0, "setup")
        server.told(connections, 1, min(seconds, 0.5), "writes")
    for round in range(2, rounds + 2):
        for side, server in servers.items():
            seen[side].append(server.told(connections, round, seconds, "writes"))
    print(f"\n### Writes, {connections} connection{'s' if connections > 1 else ''}\n")
    print("| | calls | a second | ratio to ours | CPU µs a call | p50 ms | p99 ms |\n|---|---|---|---|---|---|---|")
    for kind, phases in (("creates", WRITES[:2]), ("status updates", WRITES[2:]), ("all writes", WRITES)):
        rates = {side: summed(seen[side], phases) for side in sides}
        for side in sides:
            rate, cpu, p50, p99, count = rates[side]
            ratio = rates["ours"][0] / rate if "ours" in rates else 1
            print(f"| {kind}, {side} | {count} | {rate:,.0f} | {ratio:.1f} | {cpu:.0f} | {p50:.2f} | {p99:.2f} |")
    own = statistics.median(line["client_cpu"] for told in seen[sides[0]] for line in told.values())
    print(f"\nThe load itself took {own:.0f} µs of processor time a request.", flush=True)
    for server in servers.values():
        server.end()


def summed(rounds, phases):
    """Requests a second over all rounds; processor time a request; medians of the rounds' percentiles."""
    lines = [told[phase] for told in rounds for phase in phases]
    count = sum(line["requests"] for line in lines)
    rate = count / sum(line["seconds"] for line in lines)
    cpu = sum(line["cpu"] * line["requests"] for line in lines) / count
    p50, p99 = (statistics.median(line[name] for line in lines) / 1000 for name in ("p50", "p99"))
    return rate, cpu, p50, p99, count


def reads(built, folder, connections, rounds, seconds):
    for old in folder.glob("reads*"):
        old.unlink()
    for old in folder.glob("by-hand*"):
        old.unlink()
    servers = {"ours": Server(built, folder, "ours", "reads")}
    servers["ours"].told(connections, 0, 0, "setup")
    # Fifty deployments or more in each environment.
    servers["ours"].told(connections, 1, 0, 250 * connections)
    servers["by hand"] = Server(built, folder, "by_hand", "by-hand")
    seen = {side: [] for side in servers}
    for round in range(rounds + 1):
        for side, server in servers.items():
            told = server.told(connections, round, seconds, "reads")
            if round > 0:
                seen[side].append(told)
    print(f"\n### `GET …/deployments`, {connections} connection{'s' if connections > 1 else ''}\n")
    print("| | a second | ratio to by hand | CPU µs a call | p50 ms | p99 ms |\n|---|---|---|---|---|---|")
    rates = {side: summed(seen[side], ["reads"]) for side in servers}
    for side, (rate, cpu, p50, p99, _) in rates.items():
        print(f"| {side} | {rate:,.0f} | {rate / rates['by hand'][0]:.2f} | {cpu:.0f} | {p50:.3f} | {p99:.3f} |", flush=True)
    for server in servers.values():
        server.end()


def many(built, folder, requests):
    """Memory after many requests: a fifth each of the four writes and the read, in turns."""
    server = Server(built, folder, "ours", "many")
    connections = 32
    server.told(connections, 0, 0, "setup")
    print("\n### Memory\n")
    print("| requests | resident MB | at its most | without files | database MB | a second | CPU µs a request |\n|---|---|---|---|---|---|---|")
    done = 0
    for part in (10_000, requests // 10, requests - requests // 10 - 10_000):
        told = server.told(connections, done + 1, 0, part)["turns"]
        done += told["requests"]
        now, most, own = server.memory()
        size = sum(file.stat().st_size for file in folder.glob("many.db*")) / 1e6
        rate = told["requests"] / told["seconds"]
        print(f"| {done:,} | {now:.1f} | {most:.1f} | {own:.1f} | {size:.0f} | {rate:,.0f} | {told['cpu']:.0f} |", flush=True)
    server.end()


if __name__ == "__main__":
    main()
