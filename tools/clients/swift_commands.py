"""Runs python-swiftclient's swift, unmodified, many times over without starting Python each time.

Reads commands from one named pipe, forks for each and writes its exit code to another. A command is a line of JSON: the
process whose standard streams and working directory it takes over, its environment's changes, its arguments.
"""

import importlib
import json
import os
import sys
import traceback

import swiftclient.shell

for name in ("keystoneauth1.session", "keystoneauth1.identity.v3", "keystoneauth1.loading", "swiftclient.service"):
    importlib.import_module(name)


def take_over(process):
    """Makes the streams and the folder of another process this one's."""
    for number, flags in ((0, os.O_RDONLY), (1, os.O_WRONLY | os.O_APPEND), (2, os.O_WRONLY | os.O_APPEND)):
        stream = os.open(f"/proc/{process}/fd/{number}", flags)
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(f"/proc/{process}/cwd")


def run(command):
    """Never returns."""
    code = 70
    try:
        take_over(command["process"])
        for name, value in command["environment"].items():
            if value:
                os.environ[name] = value
            else:
                os.environ.pop(name, None)
        try:
            swiftclient.shell.main(["swift", *command["arguments"]])
            code = 0
        except SystemExit as ended:
            if isinstance(ended.code, str):
                print(ended.code, file=sys.stderr)
            code = ended.code if isinstance(ended.code, int) else 1 if ended.code else 0
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


with open(sys.argv[1]) as commands, open(sys.argv[2], "w") as codes:
    for line in commands:
        child = os.fork()
        if not child:
            run(json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=codes, flush=True)
