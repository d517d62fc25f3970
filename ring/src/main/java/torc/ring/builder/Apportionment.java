package torc.ring.builder;

import java.util.Arrays;

/// Ways of dividing a total among several claimants.
final class Apportionment {
    /// Sums and products of replica shares are this exact at least.
    static final double EPSILON = 1e-9;

    private Apportionment() {}

    /// Divides `total` in proportion to `weights`, but gives none less than its `low` nor more than its
    /// `high`. The shares add up to `total` wherever the bounds allow that.
    static double[] proportional(double total, double[] weights, double[] low, double[] high) {
        var few = 0.0;
        var many = 1.0;
        while (sum(shares(many, weights, low, high)) < total - EPSILON && many < 1e30) many *= 2;
        // The sum grows with the factor: halve the interval until doubles cannot tell its ends apart.
        for (var round = 0; round < 200 && many - few > many * 1e-16; round++) {
            var middle = (few + many) / 2;
            if (sum(shares(middle, weights, low, high)) < total) few = middle;
            else many = middle;
        }
        return shares(many, weights, low, high);
    }

    private static double[] shares(double factor, double[] weights, double[] low, double[] high) {
        var shares = new double[weights.length];
        for (var each = 0; each < shares.length; each++)
            shares[each] = Math.min(high[each], Math.max(low[each], factor * weights[each]));
        return shares;
    }

    private static double sum(double[] values) {
        var sum = 0.0;
        for (var value : values) sum += value;
        return sum;
    }

    /// Rounds claims to whole numbers that add up to `total`: each claim that is not whole down or up. Up
    /// go those with the least reluctance; of like ones, those that now hold more, so that rounding moves
    /// nothing needlessly.
    static int[] round(int total, double[] claims, int[] held, double[] reluctance) {
        var rounded = new int[claims.length];
        var left = total;
        for (var each = 0; each < claims.length; each++) {
            rounded[each] = (int) Math.floor(claims[each] + EPSILON * Math.max(1, claims[each]));
            left -= rounded[each];
        }
        if (left == 0) return rounded;
        var order = order(claims, rounded, held, reluctance);
        for (var each = 0; left != 0; each = (each + 1) % order.length) {
            // Rounding errors of the claims may leave one too many as well as too few.
            var index = left > 0 ? order[each] : order[order.length - 1 - each];
            if (left < 0 && rounded[index] == 0) continue;
            rounded[index] += Integer.signum(left);
            left -= Integer.signum(left);
        }
        return rounded;
    }

    private static Integer[] order(double[] claims, int[] rounded, int[] held, double[] reluctance) {
        var keys = new double[claims.length];
        var order = new Integer[claims.length];
        for (var each = 0; each < order.length; each++) {
            var whole = claims[each] - rounded[each] < 1e-6;
            // Rounded, so that claims which differ only in their last bits count as like.
            keys[each] = whole ? Double.MAX_VALUE : Math.rint(reluctance[each] * 1e9);
            order[each] = each;
        }
        Arrays.sort(order, (one, other) -> {
            var byKey = Double.compare(keys[one], keys[other]);
            if (byKey != 0) return byKey;
            var byHeld = Integer.compare(held[other] - rounded[other], held[one] - rounded[one]);
            return byHeld != 0 ? byHeld : one - other;
        });
        return order;
    }
}
