#!/usr/bin/env python3
"""Figures of a cluster on this machine: what repair, growth and the loss of a node cost.

    tools/figures/cluster.py kill     [--seconds 20]   kills each node in turn under clients that retry
    tools/figures/cluster.py replace  [--mib 4096]     fills three nodes, loses one with all it has, replaces it by an empty one
    tools/figures/cluster.py grow     [--mib 1024]     grows from three nodes to five under load
    tools/figures/cluster.py overhead                  idle processor time, threads and memory of each node
    tools/figures/cluster.py speed [--peer STORAGE_URL --peer-token TOKEN]   three nodes against one process with three
                                                       devices, and against a peer, in turns

Each starts nodes of its own on 127.0.0.1 below a temporary folder (--folder) and ends them. Only Python's library is used.
"""
import argparse
import glob
import hashlib
import http.client
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

TORC = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "torc")
SWIFT, S3, ADMIN, CLUSTER, RAFT = 18100, 18200, 18300, 18400, 18500


class Node:
    def __init__(self, folder, number, options):
        self.number, self.name = number, f"n{number}"
        self.data = os.path.join(folder, self.name)
        self.options = options

    def torc(self, *arguments, **more):
        done = subprocess.run([TORC, *arguments, "--data", self.data], capture_output=True, text=True, timeout=300, **more)
        if done.returncode:
            raise SystemExit(f"torc {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def create(self, token=None):
        where = ["--name", self.name, "--cluster-port", str(CLUSTER + self.number), "--raft-port", str(RAFT + self.number)]
        self.torc(*(["init"] if token is None else ["join", "--token", token]), *where)
        with open(os.path.join(self.data, "torc.json"), "w") as file:
            json.dump(self.options, file)
        self.up()

    def up(self):
        started = time.time()
        self.torc("up", "--detach", "--config", os.path.join(self.data, "torc.json"), "--port", str(SWIFT + self.number),
                  "--s3-port", str(S3 + self.number), "--admin-port", str(ADMIN + self.number))
        return time.time() - started

    def pid(self):
        with open(os.path.join(self.data, "torc.pid")) as file:
            return int(file.read().split()[0])

    def kill(self):
        os.kill(self.pid(), signal.SIGKILL)

    def metric(self, name):
        connection = http.client.HTTPConnection("127.0.0.1", ADMIN + self.number, timeout=10)
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
        connection.close()
        return sum(float(value) for value in re.findall(rf"^{name}(?:{{[^}}]*}})? (\S+)$", text, re.M))

    def census(self):
        """How many copies are where the ring says; copies may be missing, which the exit code tells."""
        done = subprocess.run([TORC, "ring", "dispersion", "--json", "--data", self.data], capture_output=True, text=True, timeout=300)
        return json.loads(done.stdout)

    def blobs(self):
        return int(self.metric("torc_device_blobs"))


class Cluster:
    def __init__(self, folder, count, options):
        self.folder, self.options = folder, options
        self.nodes = {}
        first = self.add(1, None)
        self.token = first.torc("token", "create", "--uses", "20").split()[-1]
        for number in range(2, count + 1):
            self.add(number, self.token)
        first.torc("ring", "add")
        first.torc("ring", "apply", "--latest")
        time.sleep(3)  # Every node looks for a newer ring once a second.
        environment = dict(re.findall(r"^export (ST_\w+)=['\"]?([^'\"\n]*)", first.torc("env"), re.M))
        self.user, self.key = environment["ST_USER"], environment["ST_KEY"]

    def add(self, number, token):
        node = self.nodes[number] = Node(self.folder, number, self.options)
        node.create(token)
        return node

    def close(self):
        for node in self.nodes.values():
            try:
                node.torc("down")
            except SystemExit:
                pass


class Client:
    """One connection to one node at a time; the next node after a failure."""

    def __init__(self, cluster, numbers, timeout=30):
        self.cluster, self.numbers, self.timeout = cluster, list(numbers), timeout
        self.connection = None
        self.token, self.path = self.authenticate()

    def open(self):
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", SWIFT + self.numbers[0], timeout=self.timeout)
        return self.connection

    def other(self):
        if self.connection:
            self.connection.close()
        self.connection = None
        self.numbers.append(self.numbers.pop(0))

    def authenticate(self):
        connection = self.open()
        connection.request("GET", "/auth/v1.0", headers={"X-Auth-User": self.cluster.user, "X-Auth-Key": self.cluster.key})
        answer = connection.getresponse()
        answer.read()
        return answer.getheader("X-Auth-Token"), urllib.parse.urlparse(answer.getheader("X-Storage-Url")).path

    def send(self, method, name, body=None):
        connection = self.open()
        connection.request(method, self.path + name, body=body, headers={"X-Auth-Token": self.token})
        answer = connection.getresponse()
        return answer.status, answer.read()

    def must(self, method, name, body=None, seconds=30):
        """Tries again, at another node, until it is answered; returns the attempts that failed."""
        failed, until = 0, time.time() + seconds
        while True:
            try:
                status, data = self.send(method, name, body)
                if status < 500:
                    return status, data, failed
            except OSError:
                pass
            except http.client.HTTPException:
                pass
            failed += 1
            if time.time() > until:
                return 0, b"", failed
            self.other()
            time.sleep(0.02)


def quantile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


SIZES = [(16 << 20, 1), (4 << 20, 2), (1 << 20, 4), (256 << 10, 16), (64 << 10, 32), (16 << 10, 64), (4 << 10, 128), (1 << 10, 256)]


def fill(cluster, mib, threads=6):
    """Objects of all SIZES, as many of each as say above, until there are so many MiB; their names with their MD5."""
    client = Client(cluster, cluster.nodes)
    client.must("PUT", "/figures", b"")
    per_round = sum(size * count for size, count in SIZES)
    rounds = -(-(mib << 20) // per_round)
    noise = random.Random(7).randbytes(17 << 20)
    work = [(f"r{number:05}-{size}-{i}", size) for number in range(rounds) for size, count in SIZES for i in range(count)]
    random.Random(8).shuffle(work)
    sums, lock, position = {}, threading.Lock(), iter(work)

    def one():
        mine = Client(cluster, list(cluster.nodes))
        while True:
            with lock:
                item = next(position, None)
            if item is None:
                return
            name, size = item
            offset = hash(name) % (len(noise) - size)
            body = noise[offset:offset + size]
            status, _, _ = mine.must("PUT", "/figures/" + name, body)
            if status != 201:
                raise SystemExit(f"PUT {name}: {status}")
            with lock:
                sums[name] = hashlib.md5(body).digest()

    started = time.time()
    run([threading.Thread(target=one) for _ in range(threads)])
    if len(sums) != len(work):
        raise SystemExit(f"{len(work) - len(sums)} objects were not stored")
    stored = rounds * per_round
    print(f"stored {len(work):,} objects, {stored / 2**20:,.0f} MiB, in {time.time() - started:.0f} s", flush=True)
    return sums, stored


def run(threads):
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def copies_agree(nodes):
    counts = [node.blobs() for node in nodes]
    return len(set(counts)) == 1 and counts[0] > 0


def check(cluster, sums, number, most=4000):
    client = Client(cluster, [number])
    names = random.Random(9).sample(sorted(sums), min(most, len(sums)))
    wrong = sum(hashlib.md5(client.must("GET", "/figures/" + name)[1]).digest() != sums[name] for name in names)
    print(f"{len(names):,} objects read back through n{number}: {wrong} wrong", flush=True)
    return wrong


def copy_rate(folder, stored):
    """The same bytes as large files, copied by two processes and synced: MiB/s."""
    source, target = os.path.join(folder, "large"), os.path.join(folder, "copied")
    os.makedirs(source)
    os.makedirs(target)
    piece = random.Random(3).randbytes(64 << 20)
    count = -(-stored // len(piece))
    for i in range(count):
        with open(os.path.join(source, str(i)), "wb") as file:
            file.write(piece)
    os.sync()
    with open("/proc/sys/vm/drop_caches", "w") as file:
        file.write("1")
    started = time.time()
    halves = [[os.path.join(source, str(i)) for i in range(part, count, 2)] for part in (0, 1)]
    copies = [subprocess.Popen(["sh", "-c", 'for f in "$@"; do cp "$f" "$0" && sync -d "$0/${f##*/}"; done', target, *half]) for half in halves]
    for copy in copies:
        copy.wait()
    seconds = time.time() - started
    shutil.rmtree(source)
    shutil.rmtree(target)
    return count * len(piece) / 2**20 / seconds


def replace(cluster, options):
    sums, stored = fill(cluster, options.mib)
    n1, n2, n3 = (cluster.nodes[i] for i in (1, 2, 3))
    while not copies_agree([n1, n2, n3]):
        time.sleep(1)
    blobs = n1.blobs()
    held = n1.metric("torc_device_live_bytes")
    n3.kill()
    shutil.rmtree(n3.data)
    del cluster.nodes[3]
    plain = [copy_rate(cluster.folder, int(held))]
    n1.torc("node", "remove", "n3", "--force")
    started = time.time()
    n4 = cluster.add(4, cluster.token)
    print(f"an empty node joined and served after {time.time() - started:.1f} s", flush=True)
    n1.torc("ring", "add")
    n1.torc("ring", "apply", "--latest")
    started, shown = time.time(), 0
    while n4.blobs() < blobs:
        time.sleep(0.5)
        if time.time() - shown > 15:
            shown = time.time()
            print(f"  {shown - started:5.0f} s: {n4.blobs():,} of {blobs:,} blobs", flush=True)
        if time.time() - started > 3600:
            raise SystemExit("not repaired within an hour")
    seconds = time.time() - started
    plain.append(copy_rate(cluster.folder, int(held)))
    rate = held / 2**20 / seconds
    print(f"repaired {blobs:,} blobs, {held / 2**20:,.0f} MiB, in {seconds:.1f} s: {rate:.0f} MiB/s, {blobs / seconds:.0f} blobs/s; "
          f"plain copy before and after {plain[0]:.0f} and {plain[1]:.0f} MiB/s; ratio {rate * 2 / sum(plain):.2f}", flush=True)
    return check(cluster, sums, 4)


class Load:
    """GETs and PUTs of 4 to 64 KiB at a steady rate, with their latencies."""

    def __init__(self, cluster, names, per_second, threads=4):
        self.cluster, self.names, self.threads = cluster, names, threads
        self.pause = threads / per_second
        self.times, self.failed, self.lock = [], 0, threading.Lock()
        self.ended = threading.Event()
        self.running = [threading.Thread(target=self.one, args=(i,)) for i in range(threads)]
        for thread in self.running:
            thread.start()

    def one(self, number):
        random_ = random.Random(number)
        client = Client(self.cluster, [1, 2, 3])
        body = random_.randbytes(64 << 10)
        count = 0
        while not self.ended.is_set():
            began = time.time()
            count += 1
            if random_.random() < 0.7:
                status, _, failed = client.must("GET", "/figures/" + random_.choice(self.names))
            else:
                status, _, failed = client.must("PUT", f"/figures/load-{number}-{count}", body[:random_.choice([4 << 10, 64 << 10])])
            took = time.time() - began
            with self.lock:
                self.times.append((began, took))
                self.failed += status not in (200, 201)
            time.sleep(max(0, self.pause - took))

    def between(self, first, last):
        with self.lock:
            return [took for began, took in self.times if first <= began < last]

    def end(self):
        self.ended.set()
        for thread in self.running:
            thread.join()


def grow(cluster, options):
    sums, _ = fill(cluster, options.mib)
    names = sorted(name for name in sums if int(name.split("-")[1]) <= 256 << 10)
    load = Load(cluster, names, options.rate)
    try:
        time.sleep(20)  # To warm up.
        quiet = time.time()
        time.sleep(options.seconds)
        joining = time.time()
        for number in (4, 5):
            cluster.add(number, cluster.token)
        joined = time.time()
        n1 = cluster.nodes[1]
        n1.torc("ring", "add")
        n1.torc("ring", "set-min-part-hours", "0")  # The three nodes came within the hour.
        applied, moved = time.time(), 0
        while True:  # One replica of a partition at a time.
            done = json.loads(n1.torc("ring", "apply", "--latest", "--json"))
            moved += done["moved"]
            if not done["later"]:
                break
        filled = emptied = None
        while not emptied:  # What is being written while the copies are counted may look incomplete.
            time.sleep(5)
            seen = n1.census()
            if not filled and seen["wanted"] - seen["found"] < 20:
                filled = time.time()
                received = [int(cluster.nodes[i].metric("torc_device_live_bytes")) for i in (4, 5)]
            if filled and seen["misplaced"] == 0:
                emptied = time.time()
            if time.time() - applied > 1800:
                raise SystemExit(f"not at rest within half an hour: {seen}")
        time.sleep(10)
    finally:
        load.end()
    total = 1024 * 3
    least = total * 2 / 5
    print(f"partition replicas moved: {moved} of {total}; least possible {least:.0f}: {moved / least:.3f}")
    print(f"n4 and n5 filled {filled - applied:.0f} s after the change: {received[0] / 2**20:,.0f} and {received[1] / 2**20:,.0f} MiB; "
          f"former places emptied after {emptied - applied:.0f} s")
    rows = [("before", quiet, joining), ("while two nodes start", joining, joined), ("while blobs move", applied, filled), ("while copies are let go", filled, emptied)]
    for name, first, end in rows:
        times = load.between(first, end)
        print(f"{name:>22}: {len(times):6} requests, p50 {quantile(times, .5) * 1000:6.1f} ms, p99 {quantile(times, .99) * 1000:6.1f} ms, max {max(times, default=0) * 1000:7.0f} ms")
    print(f"failed after trying again: {load.failed}")
    return load.failed + check(cluster, sums, 5)


def kill(cluster, options):
    sums, _ = fill(cluster, 64)
    names = sorted(name for name in sums if int(name.split("-")[1]) <= 256 << 10)
    bad = 0
    for number in (1, 2, 3):
        load = Load(cluster, names, options.rate, threads=8)
        try:
            time.sleep(options.seconds / 2)
            killed = time.time()
            cluster.nodes[number].kill()
            time.sleep(options.seconds)
            returned = time.time()
            back = cluster.nodes[number].up()
            served = time.time()
            time.sleep(options.seconds / 2)
        finally:
            load.end()
        with load.lock:
            ends = sorted(began + took for began, took in load.times)
        gaps = [(later - earlier, earlier) for earlier, later in zip(ends, ends[1:])]
        gap = max((g for g in gaps if killed - 1 <= g[1] < returned), default=(0, 0))[0]
        gap_back = max((g for g in gaps if returned <= g[1]), default=(0, 0))[0]
        bad += load.failed
        print(f"n{number} killed under 8 clients: {len(ends)} requests, {load.failed} failed after trying again, longest time without an answer "
              f"{gap:.2f} s, slowest request {max(took for _, took in load.times):.2f} s; back in {served - returned:.1f} s, then {gap_back:.2f} s", flush=True)
    deadline = time.time() + 300
    nodes = [cluster.nodes[i] for i in (1, 2, 3)]
    began = time.time()
    while not copies_agree(nodes) and time.time() < deadline:
        time.sleep(1)
    print(f"blobs on each node: {[node.blobs() for node in nodes]}, after {time.time() - began:.0f} s")
    return bad + check(cluster, sums, 1) + (0 if copies_agree(nodes) else 1)


def overhead(cluster, options):
    fill(cluster, 64)
    time.sleep(60)
    for number, node in cluster.nodes.items():
        stat = f"/proc/{node.pid()}/stat"
        ticks = lambda: sum(int(x) for x in open(stat).read().rsplit(")", 1)[1].split()[11:13])
        first = ticks()
        time.sleep(options.seconds)
        used = (ticks() - first) / os.sysconf("SC_CLK_TCK") / options.seconds
        status = open(f"/proc/{node.pid()}/status").read()
        print(f"n{number}: {used * 100:.1f} % of a core, {re.search(r'Threads:.(.*)', status)[1]} threads, "
              f"{int(re.search(r'VmRSS:.*?([0-9]+)', status)[1]) // 1024} MiB", flush=True)
    return 0


def speed(cluster, options):
    alone = Node(cluster.folder, 9, {})
    alone.torc("up", "--detach", "--devices", "3", "--replicas", "3", "--port", str(SWIFT + 9), "--s3-port", str(S3 + 9),
               "--admin-port", str(ADMIN + 9))
    cluster.nodes[9] = alone
    environment = dict(re.findall(r"^export (ST_\w+)=['\"]?([^'\"\n]*)", alone.torc("env"), re.M))
    one = Cluster.__new__(Cluster)
    one.user, one.key = environment["ST_USER"], environment["ST_KEY"]
    endpoints = {}
    for name, owner, number in [("three nodes", cluster, 1), ("one process", one, 9)]:
        client = Client(owner, [number])
        endpoints[name] = (f"http://127.0.0.1:{SWIFT + number}{client.path}", client.token)
    if options.peer:
        endpoints["peer"] = (options.peer, options.peer_token)
    bad = 0
    (url, token), *_ = endpoints.values()
    for name in list(endpoints)[1:]:
        print(f"three nodes against {name}:", flush=True)
        done = subprocess.run([TORC, "bench", "object", "--url", url, "--token", token, "--peer", endpoints[name][0], "--peer-token", endpoints[name][1],
                               "--concurrency", "64", "--duration", "5", "--warm-up", "3", "--rounds", "3"])
        bad += done.returncode
    return bad


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["kill", "replace", "grow", "overhead", "speed"])
    parser.add_argument("--mib", type=int)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--rate", type=float, default=100, help="requests a second of the load")
    parser.add_argument("--repair-rate", default="", help="bytes that repair may read in a second, of each node")
    parser.add_argument("--peer", help="storage URL of a Swift with three replicas to be measured against")
    parser.add_argument("--peer-token", default="")
    parser.add_argument("--folder")
    options = parser.parse_args()
    options.mib = options.mib or (4096 if options.what == "replace" else 1024)
    folder = options.folder or tempfile.mkdtemp(prefix="torc-figures-")
    repair = {"per-second": options.repair_rate or "64GiB"} if options.what == "replace" or options.repair_rate else {}
    cluster, bad = None, True
    try:
        cluster = Cluster(folder, 3, {"repair": repair} if repair else {})
        bad = {"kill": kill, "replace": replace, "grow": grow, "overhead": overhead, "speed": speed}[options.what](cluster, options)
    finally:
        if cluster:
            cluster.close()
        if bad:
            print(f"kept: {folder}", flush=True)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
