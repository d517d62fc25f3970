#!/usr/bin/env python3
"""A client of tools/faults.sh that keeps a journal of what was acknowledged. Standard library only.

  client.py write SECONDS JOURNAL [THREADS] [MOST_BYTES]   puts objects and notes each 201 with its hash
  client.py check JOURNAL                                  reads all that was noted; exit code 1 if one is missing or other
  client.py hold COUNT SECONDS                             keeps so many connections open without a word

Where the server is comes from the environment, as `torc env` prints it.
"""
import hashlib
import http.client
import os
import random
import socket
import sys
import threading
import time
import urllib.parse

AUTH = urllib.parse.urlsplit(os.environ["ST_AUTH"])


def login():
    connection = http.client.HTTPConnection(AUTH.netloc, timeout=20)
    fields = {"X-Auth-User": os.environ["ST_USER"], "X-Auth-Key": os.environ["ST_KEY"]}
    connection.request("GET", AUTH.path, headers=fields)
    answer = connection.getresponse()
    answer.read()
    url = urllib.parse.urlsplit(answer.headers["X-Storage-Url"])
    connection.close()
    return url.path, {"X-Auth-Token": answer.headers["X-Auth-Token"]}


def body(name, size):
    return random.Random(name).randbytes(size)


def write(seconds, journal, threads, most):
    path, fields = login()
    connection = http.client.HTTPConnection(AUTH.netloc, timeout=20)
    connection.request("PUT", path + "/faults", headers=fields)
    connection.getresponse().read()
    until = time.monotonic() + seconds
    lock = threading.Lock()
    counts = {"done": 0, "refused": 0}
    run = "%x" % random.getrandbits(40)
    with open(journal, "a") as out:
        def work(number):
            mine = random.Random("%s-%d" % (run, number))
            connection = http.client.HTTPConnection(AUTH.netloc, timeout=20)
            i = 0
            while time.monotonic() < until:
                i += 1
                size = int(most ** mine.random())
                name = "%s-%d-%d" % (run, number, i)
                try:
                    connection.request("PUT", path + "/faults/" + name, body(name, size), fields)
                    answer = connection.getresponse()
                    answer.read()
                    good = answer.status == 201
                except (OSError, http.client.HTTPException):
                    good = False
                    connection.close()
                with lock:
                    counts["done" if good else "refused"] += 1
                    if good:
                        out.write("%s %d\n" % (name, size))
                        out.flush()
                if not good:
                    time.sleep(0.2)
        workers = [threading.Thread(target=work, args=(n,)) for n in range(threads)]
        for each in workers:
            each.start()
        for each in workers:
            each.join()
    print("acknowledged %(done)d, not acknowledged %(refused)d" % counts)


def check(journal):
    path, fields = login()
    connection = http.client.HTTPConnection(AUTH.netloc, timeout=30)
    wrong = 0
    lines = open(journal).read().splitlines()
    for line in lines:
        name, size = line.split()
        connection.request("GET", path + "/faults/" + name, headers=fields)
        answer = connection.getresponse()
        read = answer.read()
        if answer.status != 200 or hashlib.sha256(read).digest() != hashlib.sha256(body(name, int(size))).digest():
            wrong += 1
            print("WRONG %s: %d, %d bytes of %s" % (name, answer.status, len(read), size))
    print("checked %d acknowledged objects, %d missing or other" % (len(lines), wrong))
    sys.exit(1 if wrong else 0)


def hold(count, seconds):
    held = []
    for i in range(count):
        try:
            one = socket.create_connection((AUTH.hostname, AUTH.port), 5, ("127.%d.%d.1" % (1 + i // 20000, i % 200), 0))
            one.sendall(b"GET /healthcheck HTTP/1.1\r\nHost: h\r\n\r\n")
            one.settimeout(5)
            if one.recv(4096).startswith(b"HTTP/1.1 200"):
                held.append(one)
        except OSError:
            pass
    print("holds %d of %d connections" % (len(held), count), flush=True)
    time.sleep(seconds)


if __name__ == "__main__":
    what = sys.argv[1]
    if what == "write":
        write(int(sys.argv[2]), sys.argv[3], int((sys.argv + ["8"])[4]) if len(sys.argv) > 4 else 8,
              int(sys.argv[5]) if len(sys.argv) > 5 else 300000)
    elif what == "check":
        check(sys.argv[2])
    else:
        hold(int(sys.argv[2]), int(sys.argv[3]))
