"""Runs Swift's own ring builder for ring-compare.sh, and measures both builders' rings with one yardstick.

    swift_ring.py run SCENARIO DIRECTORY      rebalance as the scenario says, write each ring to DIRECTORY, print JSON
    swift_ring.py measure RING PREVIOUS|-     load a ring with Swift, print its balance, dispersion and moves as JSON
    swift_ring.py handoffs RING               print the primaries and handoffs of some partitions as JSON
"""
import collections
import json
import math
import os
import sys
import time

from swift.common import utils
from swift.common.ring import Ring, RingBuilder, RingData
from swift.common.ring.utils import build_tier_tree, parse_add_value, tiers_for_dev

MAX_REBALANCES = 50


def device(text, weight):
    added = parse_add_value(text)
    added['weight'] = float(weight)
    added['region'] = 1 if added['region'] is None else added['region']
    added['replication_ip'] = added['replication_ip'] or added['ip']
    added['replication_port'] = added['replication_port'] or added['port']
    return added


def run(path, directory):
    with open(path) as scenario_file:
        scenario = json.load(scenario_file)
    builder = RingBuilder(scenario['part_power'], scenario['replicas'], 1)
    builder.set_overload(scenario['overload'])
    verbs = {
        'add': lambda text, weight: builder.add_dev(device(text, weight)),
        'remove': builder.remove_dev,
        'set_weight': builder.set_dev_weight,
        'set_replicas': builder.set_replicas,
        'set_overload': builder.set_overload,
    }
    steps = []
    for number, commands in enumerate(scenario['rounds'], 1):
        for command in commands:
            verbs[command[0]](*command[1:])
        before = math.nan
        for rebalance in range(1, MAX_REBALANCES + 1):
            began = time.time()
            moved, balance, removed = builder.rebalance(seed=scenario['random_seed'])
            seconds = time.time() - began
            builder.pretend_min_part_hours_passed()
            builder.get_ring().save(os.path.join(directory, '%d-%d.ring.gz' % (number, rebalance)))
            steps.append({'round': number, 'rebalance': rebalance, 'moved': moved, 'balance': balance,
                          'dispersion': builder.dispersion, 'removed': removed, 'millis': int(seconds * 1000)})
            if (moved == 0 and removed == 0) or (abs(balance - before) < 1 and balance != 999.99):
                break
            before = balance
    print(json.dumps(steps))


def even_split(devices, replicas):
    """The most replicas of a partition that each tier should hold, as Swift's dispersion counts them."""
    children = build_tier_tree(d for d in devices if d['weight'])
    most = collections.defaultdict(float)

    def walk(tier, share):
        most[tier] = min(1, share) if len(tier) == 4 else share
        for child in children.get(tier, ()):
            walk(child, math.ceil(share / len(children[tier]) - 1e-9))

    walk((), replicas)
    return most


def measure(path, previous):
    """Swift's definitions of balance and dispersion, over all partitions (Swift's own skips those of a fractional
    replica), and the replicas that stand elsewhere than in the previous ring."""
    ring = RingData.load(path)
    rows = ring._replica2part2dev_id
    devices = [d for d in ring.devs if d]
    parts = len(rows[0])
    total = sum(len(row) for row in rows)
    replicas = total / parts
    held = collections.Counter(d for row in rows for d in row)
    weight = sum(d['weight'] for d in devices)
    balance = max(abs(100.0 * held[d['id']] / (d['weight'] * total / weight) - 100.0) if d['weight']
                  else (999.99 if held[d['id']] else 0) for d in devices)
    most = even_split(devices, replicas)
    tiers = {d['id']: tiers_for_dev(d) for d in devices}
    at_risk = 0
    for part in range(parts):
        count = collections.Counter(t for row in rows if part < len(row) for t in tiers[row[part]])
        depth = collections.defaultdict(int)
        for tier, number in count.items():
            depth[len(tier)] += max(0, number - int(most[tier]))
        at_risk += max(depth.values())
    moved = total
    if previous != '-':
        old = RingData.load(previous)._replica2part2dev_id
        moved = sum(1 for r, row in enumerate(rows) for p, d in enumerate(row)
                    if r >= len(old) or p >= len(old[r]) or old[r][p] != d)
    return {'balance': balance, 'dispersion': 100.0 * at_risk / total, 'moved': moved,
            'version': ring.format_version if hasattr(ring, 'format_version') else 1}


def handoffs(path):
    utils.HASH_PATH_SUFFIX = b'suffix'
    utils.validate_configuration = lambda: None
    from swift.common.ring import ring as module
    module.validate_configuration = lambda: None
    ring = Ring(path)
    step = max(1, ring.partition_count // 16)
    print(json.dumps([{
        'partition': part,
        'primaries': [d['id'] for d in ring.get_part_nodes(part)],
        'handoffs': [d['id'] for d in ring.get_more_nodes(part)],
    } for part in range(0, ring.partition_count, step)]))


if __name__ == '__main__':
    if sys.argv[1] == 'run':
        run(sys.argv[2], sys.argv[3])
    elif sys.argv[1] == 'measure':
        print(json.dumps(measure(sys.argv[2], sys.argv[3])))
    elif sys.argv[1] == 'handoffs':
        handoffs(sys.argv[2])
    else:
        sys.exit(__doc__)
