"""Runs the same changes through Torc's ring builder and Swift's and compares the rings, measured by Swift's own code.

    ring_compare.py [SCENARIO.json ...]       needs swift in this Python; ring-compare.sh sees to that
    ring_compare.py --random COUNT SEED       on clusters and changes drawn at random

TORC is the command that starts torc (default: the launcher of this repository). A round is worse if its ring is worse
balanced or spread than Swift's, or if more was moved for nothing; it is a trade if more was moved, and balance or dispersion
is better for it. Exits with 1 if a round is worse.
"""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import swift
import swift_ring

HERE = pathlib.Path(__file__).resolve().parent
TORC = os.environ.get('TORC', str(HERE.parent.parent / 'torc')).split()
# Half a partition in the percentage of a device's, as one builder rounds up what the other rounds down.
TOLERANCE = 0.005


def reads_version_two():
    try:
        from swift.common.ring import ring
        return 2 in ring.RING_CODECS
    except (ImportError, AttributeError):
        return False


def steps_of(command, *more):
    return json.loads(subprocess.run([*command, *more], check=True, stdout=subprocess.PIPE).stdout)


def measured(steps, directory):
    """For each round the moves of all its rebalances, and how the ring was in the end."""
    rounds, previous = {}, '-'
    for step in steps:
        path = os.path.join(directory, '%d-%d.ring.gz' % (step['round'], step['rebalance']))
        found = swift_ring.measure(path, previous)
        previous = path
        total = rounds.setdefault(step['round'], {'moved': 0, 'millis': 0})
        total['moved'] += found['moved']
        total['millis'] += step['millis']
        total['first'] = total.get('first', found['moved'])
        total['balance'], total['dispersion'] = found['balance'], found['dispersion']
    return rounds


def compare(path, version):
    """How many rounds there were, and for each in which Torc is worse whether it is a trade."""
    worse = []
    with tempfile.TemporaryDirectory() as ours_dir, tempfile.TemporaryDirectory() as swifts_dir:
        swifts = measured(steps_of([sys.executable, str(HERE / 'swift_ring.py'), 'run', path, swifts_dir]), swifts_dir)
        ours = measured(steps_of(TORC, 'ring-builder', path, 'analyze', '--json', '--format-version', str(version),
                                 '--rings', ours_dir), ours_dir)
    for number, theirs in swifts.items():
        mine = ours[number]
        bad = [what for what, slack in (('moved', 0), ('balance', TOLERANCE), ('dispersion', TOLERANCE))
               if mine[what] > theirs[what] + slack]
        trade = bad == ['moved'] and any(mine[what] < theirs[what] - TOLERANCE for what in ('balance', 'dispersion'))
        print('%-16s %5d  %7d %7d  %9.3f %9.3f  %9.3f %9.3f  %6d %6d  %s' % (
            pathlib.Path(path).stem, number, mine['moved'], theirs['moved'], mine['balance'], theirs['balance'],
            mine['dispersion'], theirs['dispersion'], mine['millis'], theirs['millis'],
            'trade' if trade else 'worse: ' + ', '.join(bad) if bad else ''))
        worse += [trade] if bad else []
    return len(swifts), worse


def random_scenario(draw):
    """A cluster of up to 150 disks, and three rounds of changes as operators make them."""
    zones, servers, disks = draw.randint(2, 5), draw.randint(1, 4), draw.randint(2, 6)
    regions = draw.choice([1, 1, 2, 3])
    weights = draw.choice([[100], [100], [100, 200], [40, 60, 80, 100, 150]])
    first, count = [], 0
    for zone in range(1, zones + 1):
        for server in range(draw.choice([servers, servers, servers + 1])):
            for disk in range(disks):
                first.append(['add', 'r%dz%d-10.%d.0.%d:6200/sd%d' % (1 + zone % regions, zone, zone, server, disk),
                              draw.choice(weights)])
                count += 1
    rounds, gone = [first], set()
    for number in range(3):
        commands = []
        if draw.random() < 0.25:
            commands.append(['set_overload', draw.choice([0, 0.05, 0.1, 0.3])])
        if draw.random() < 0.25:
            commands.append(['set_replicas', draw.choice([2, 2.5, 3, 3.25, 3.9, 4])])
        for _ in range(draw.choice([1, 1, 2, 5])):
            device = draw.choice([each for each in range(len(first)) if each not in gone])
            kind = draw.choice(['add', 'add', 'remove', 'set_weight', 'server'])
            if kind == 'remove' and len(first) - len(gone) > 8:
                commands.append(['remove', device])
                gone.add(device)
            elif kind == 'set_weight':
                commands.append(['set_weight', device, draw.choice(weights) * draw.choice([0.5, 1.5, 2])])
            else:
                zone = draw.randint(1, zones + (kind == 'server'))
                server = draw.randint(0, servers) if kind == 'add' else 50 + number
                for _ in range(1 if kind == 'add' else disks):
                    commands.append(['add', 'r%dz%d-10.%d.0.%d:6200/new%d' % (
                        1 + zone % regions, zone, zone, server, count), draw.choice(weights)])
                    count += 1
        rounds.append(commands)
    return {'part_power': draw.choice([10, 11, 12]), 'replicas': draw.choice([2, 3, 3, 3, 4, 2.5, 3.3]),
            'overload': draw.choice([0, 0.1, 0.1, 0.5]), 'random_seed': draw.randint(0, 1 << 30), 'rounds': rounds}


def write_random(count, seed, directory):
    paths = []
    for number in range(count):
        paths.append(os.path.join(directory, 'random-%s-%d.json' % (seed, number)))
        with open(paths[-1], 'w') as scenario:
            json.dump(random_scenario(random.Random('%s-%d' % (seed, number))), scenario)
    return paths


def main():
    version = 2 if reads_version_two() else 1
    print('Swift %s; Torc writes and Swift reads ring files of version %d' % (swift.__version__, version))
    print('%-16s %5s  %15s  %19s  %19s  %13s' % ('', '', 'moved', 'balance %', 'dispersion %', 'ms'))
    print('%-16s %5s  %7s %7s  %9s %9s  %9s %9s  %6s %6s' % ('scenario', 'round', *['torc', 'swift'] * 4))
    with tempfile.TemporaryDirectory() as directory:
        if sys.argv[1:2] == ['--random']:
            scenarios = write_random(int(sys.argv[2]), sys.argv[3], directory)
        else:
            scenarios = sys.argv[1:] or sorted(str(path) for path in (HERE / 'scenarios').glob('*.json'))
        found = [compare(path, version) for path in scenarios]
    rounds = sum(count for count, _ in found)
    worse = [is_trade for _, each in found for is_trade in each]
    print('%d rounds: %d worse than Swift, %d trades, %d nowhere worse' % (
        rounds, worse.count(False), worse.count(True), rounds - len(worse)))
    return 1 if False in worse else 0


if __name__ == '__main__':
    sys.exit(main())
