package torc.ring.builder;

import java.util.Arrays;
import java.util.stream.DoubleStream;

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

    /// Rounds claims to whole numbers that add up to `total`: each claim that is not whole down or up. No
    /// error is greater than `limit` where that can be; of what it leaves free, those go up that hold more
    /// than their claim rounded down, so that rounding moves nothing needlessly, and then those that become
    /// least worse by it.
    ///
    /// @param errorIfDown what is lost if a claim is rounded down
    /// @param errorIfUp what is lost if a claim is rounded up
    static int[] round(int total, double[] claims, int[] held, double[] errorIfDown, double[] errorIfUp, double limit) {
        var rounded = new int[claims.length];
        var left = total;
        for (var each = 0; each < claims.length; each++) {
            rounded[each] = (int) Math.floor(claims[each] + EPSILON * Math.max(1, claims[each]));
            left -= rounded[each];
        }
        if (left == 0) return rounded;
        var bound = Math.max(limit, leastBound(left, claims, rounded, errorIfDown, errorIfUp));
        var order = new Integer[claims.length];
        var rank = new int[claims.length];
        var reluctance = new double[claims.length];
        for (var each = 0; each < order.length; each++) {
            order[each] = each;
            if (isWhole(claims[each], rounded[each])) rank[each] = 4;
            else if (errorIfDown[each] > bound) rank[each] = 0;
            else if (errorIfUp[each] > bound) rank[each] = 3;
            else rank[each] = held[each] > rounded[each] ? 1 : 2;
            // Rounded, so that claims which differ only in their last bits count as like.
            reluctance[each] = Math.rint((errorIfUp[each] - errorIfDown[each]) * 1e9);
        }
        Arrays.sort(order, (one, other) -> {
            if (rank[one] != rank[other]) return rank[one] - rank[other];
            var byReluctance = Double.compare(reluctance[one], reluctance[other]);
            return byReluctance != 0 ? byReluctance : one - other;
        });
        for (var each = 0; left != 0; each = (each + 1) % order.length) {
            // Rounding errors of the claims may leave one too many as well as too few.
            var index = left > 0 ? order[each] : order[order.length - 1 - each];
            if (left < 0 && rounded[index] == 0) continue;
            rounded[index] += Integer.signum(left);
            left -= Integer.signum(left);
        }
        return rounded;
    }

    private static boolean isWhole(double claim, int rounded) {
        return claim - rounded < 1e-6;
    }

    /// The least error that the worst of the claims must have if `up` of them are rounded up.
    private static double leastBound(int up, double[] claims, int[] rounded, double[] errorIfDown, double[] errorIfUp) {
        var bounds = DoubleStream.concat(Arrays.stream(errorIfDown), Arrays.stream(errorIfUp))
                .sorted()
                .toArray();
        var few = 0;
        var many = bounds.length - 1;
        while (few < many) {
            var middle = (few + many) / 2;
            int mustGoUp = 0, mayGoUp = 0;
            var possible = true;
            for (var each = 0; each < claims.length; each++) {
                if (isWhole(claims[each], rounded[each])) continue;
                var upIsGood = errorIfUp[each] <= bounds[middle];
                var downIsGood = errorIfDown[each] <= bounds[middle];
                possible &= upIsGood || downIsGood;
                if (upIsGood) mayGoUp++;
                if (!downIsGood) mustGoUp++;
            }
            if (possible && mustGoUp <= up && up <= mayGoUp) many = middle;
            else few = middle + 1;
        }
        return bounds[few];
    }
}
