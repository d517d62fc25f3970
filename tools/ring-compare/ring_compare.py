"""Runs the same changes through Torc's ring builder and Swift's and compares the rings, measured by Swift's own code.

    ring_compare.py [SCENARIO.json ...]       needs swift in this Python; ring-compare.sh sees to that

TORC is the command that starts torc (default: the launcher of this repository). Exits with 1 if a ring of Torc's is worse
balanced or spread than Swift's, or a round moved more.
"""
import json
import os
import pathlib
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
    worse = []
    with tempfile.TemporaryDirectory() as ours_dir, tempfile.TemporaryDirectory() as swifts_dir:
        swifts = measured(steps_of([sys.executable, str(HERE / 'swift_ring.py'), 'run', path, swifts_dir]), swifts_dir)
        ours = measured(steps_of(TORC, 'ring-builder', path, 'analyze', '--json', '--format-version', str(version),
                                 '--rings', ours_dir), ours_dir)
    for number, theirs in swifts.items():
        mine = ours[number]
        bad = [what for what, slack in (('moved', 0), ('balance', TOLERANCE), ('dispersion', TOLERANCE))
               if mine[what] > theirs[what] + slack]
        print('%-16s %5d  %7d %7d  %9.3f %9.3f  %9.3f %9.3f  %6d %6d  %s' % (
            pathlib.Path(path).stem, number, mine['moved'], theirs['moved'], mine['balance'], theirs['balance'],
            mine['dispersion'], theirs['dispersion'], mine['millis'], theirs['millis'],
            'worse: ' + ', '.join(bad) if bad else ''))
        worse += bad
    return worse


def main():
    version = 2 if reads_version_two() else 1
    print('Swift %s; Torc writes and Swift reads ring files of version %d' % (swift.__version__, version))
    print('%-16s %5s  %15s  %19s  %19s  %13s' % ('', '', 'moved', 'balance %', 'dispersion %', 'ms'))
    print('%-16s %5s  %7s %7s  %9s %9s  %9s %9s  %6s %6s' % ('scenario', 'round', *['torc', 'swift'] * 4))
    scenarios = sys.argv[1:] or sorted(str(path) for path in (HERE / 'scenarios').glob('*.json'))
    worse = [each for path in scenarios for each in compare(path, version)]
    print('worse in %d places' % len(worse) if worse else 'Nowhere worse than Swift.')
    return 1 if worse else 0


if __name__ == '__main__':
    sys.exit(main())
