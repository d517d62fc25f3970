package torc.proxy.s3.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import torc.proxy.s3.error.S3ErrorCode;
import torc.proxy.s3.error.S3Failure;

/// The parameters of a query, decoded once, each name at most once.
///
/// A name given twice is refused: two readers could take different ones (THREATS S18). `+` is a space, as every
/// client of S3 that sends one means it, and it is signed as what it is routed as.
public final class QueryParameters {
    private static final int MAX_PARAMETERS = 64;
    private static final QueryParameters NONE = new QueryParameters(List.of());
    private static final String SIGNATURE = "X-Amz-Signature";

    /// Names and values by turns.
    private final List<String> pairs;

    private QueryParameters(List<String> pairs) {
        this.pairs = pairs;
    }

    /// @throws S3Failure if an escape is broken, a name is given twice, or there are too many
    public static QueryParameters parse(String rawQuery) {
        if (rawQuery.isEmpty()) return NONE;
        var pairs = new ArrayList<String>(16);
        for (int from = 0; from <= rawQuery.length(); ) {
            var end = rawQuery.indexOf('&', from);
            if (end < 0) end = rawQuery.length();
            if (end > from) addPair(pairs, rawQuery.substring(from, end));
            from = end + 1;
        }
        return new QueryParameters(pairs);
    }

    public Optional<String> first(String name) {
        for (int i = 0; i < pairs.size(); i += 2) {
            if (pairs.get(i).equals(name)) return Optional.of(pairs.get(i + 1));
        }
        return Optional.empty();
    }

    /// The value, or the empty string if there is none.
    public String text(String name) {
        return first(name).orElse("");
    }

    public boolean contains(String name) {
        return first(name).isPresent();
    }

    public boolean isEmpty() {
        return pairs.isEmpty();
    }

    public void forEach(BiConsumer<String, String> each) {
        for (int i = 0; i < pairs.size(); i += 2) each.accept(pairs.get(i), pairs.get(i + 1));
    }

    /// The canonical query of SigV4: encoded anew, sorted, without the signature itself.
    public String canonical() {
        if (pairs.isEmpty()) return "";
        var encoded = new ArrayList<String>(pairs.size() / 2);
        for (int i = 0; i < pairs.size(); i += 2) {
            if (!pairs.get(i).equals(SIGNATURE)) encoded.add(encodedPair(pairs.get(i), pairs.get(i + 1)));
        }
        // Sorting whole pairs would put `a-b=` before `a=`, so the name ends in a sign that is below all others.
        encoded.sort(null);
        return String.join("&", encoded).replace('\u0001', '=');
    }

    private static String encodedPair(String name, String value) {
        var out = new StringBuilder(name.length() + value.length() + 16);
        PercentCoding.encode(out, name, false);
        out.append('\u0001');
        PercentCoding.encode(out, value, false);
        return out.toString();
    }

    private static void addPair(List<String> pairs, String pair) {
        if (pairs.size() >= 2 * MAX_PARAMETERS)
            throw new S3Failure(S3ErrorCode.INVALID_REQUEST, "The request has too many query parameters.");
        var equals = pair.indexOf('=');
        var name = PercentCoding.decode(equals < 0 ? pair : pair.substring(0, equals), true);
        for (int i = 0; i < pairs.size(); i += 2) {
            if (pairs.get(i).equals(name))
                throw S3Failure.invalidArgument("A query parameter may be given only once.", name, "");
        }
        pairs.add(name);
        pairs.add(equals < 0 ? "" : PercentCoding.decode(pair.substring(equals + 1), true));
    }
}
