package torc.proxy.swift.listing;

import java.util.Optional;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Refused;

/// The `Accept` header (RFC 9110 §12.5.1), read in one pass without going back (THREATS W11).
final class Accept {
    private static final String SEPARATORS = "()<>@,;:\"/[]?={}\\";

    private final String header;
    private int at;

    private Accept(String header) {
        this.header = header;
    }

    /// The format that fits best: of those with the greatest quality, one named in full before one by a star,
    /// then the client's order, then ours.
    ///
    /// @throws Refused if the header is malformed
    static Optional<ListingFormat> best(String header) {
        var accept = new Accept(header);
        var best = Optional.<ListingFormat>empty();
        double bestRank = 0;
        do {
            var range = accept.range();
            var fits = range.firstFit();
            var rank = range.quality <= 0 ? 0 : range.quality * 2 + (range.isExact() ? 1e-6 : 0);
            if (fits.isPresent() && rank > bestRank) {
                bestRank = rank;
                best = fits;
            }
        } while (accept.skip(','));
        if (accept.at < header.length()) throw malformed();
        return best;
    }

    /// Whether a format is acceptable at all.
    ///
    /// @throws Refused if the header is malformed
    static boolean takes(String header, ListingFormat format) {
        var accept = new Accept(header);
        var takes = false;
        do {
            var range = accept.range();
            takes |= range.quality > 0 && range.fits(format);
        } while (accept.skip(','));
        if (accept.at < header.length()) throw malformed();
        return takes;
    }

    private record MediaRange(String type, String subtype, double quality) {
        boolean isExact() {
            return !type.equals("*") && !subtype.equals("*");
        }

        Optional<ListingFormat> firstFit() {
            for (var format : ListingFormat.values()) if (fits(format)) return Optional.of(format);
            return Optional.empty();
        }

        boolean fits(ListingFormat format) {
            var mediaType = format.mediaType();
            int slash = mediaType.indexOf('/');
            return (type.equals("*") || (mediaType.startsWith(type) && type.length() == slash))
                    && (subtype.equals("*") || mediaType.substring(slash + 1).equals(subtype));
        }
    }

    private MediaRange range() {
        skipSpaces();
        var type = token();
        if (!skip('/')) throw malformed();
        var subtype = token();
        skipSpaces();
        double quality = 1;
        var qualitySeen = false;
        while (skip(';')) {
            skipSpaces();
            if (atEndOfRange()) continue; // An empty parameter says nothing.
            var name = token();
            skipSpaces();
            if (!skip('=')) throw malformed();
            skipSpaces();
            var value = at < header.length() && header.charAt(at) == '"' ? quotedString() : token();
            skipSpaces();
            if (!name.equalsIgnoreCase("q")) continue;
            if (qualitySeen) throw malformed();
            qualitySeen = true;
            quality = quality(value);
        }
        return new MediaRange(type, subtype, quality);
    }

    private boolean atEndOfRange() {
        return at == header.length() || header.charAt(at) == ',' || header.charAt(at) == ';';
    }

    private static double quality(String text) {
        if (text.length() > 8) throw malformed();
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '.') throw malformed();
        }
        try {
            return Math.min(Double.parseDouble(text), 1);
        } catch (NumberFormatException _) {
            throw malformed();
        }
    }

    private String token() {
        int from = at;
        while (at < header.length() && isToken(header.charAt(at))) at++;
        if (at == from) throw malformed();
        return header.substring(from, at);
    }

    private static boolean isToken(char c) {
        return c > ' ' && c != 0x7f && SEPARATORS.indexOf(c) < 0;
    }

    private String quotedString() {
        int from = ++at;
        while (at < header.length() && header.charAt(at) != '"') at += header.charAt(at) == '\\' ? 2 : 1;
        if (at >= header.length()) throw malformed();
        return header.substring(from, at++);
    }

    private boolean skip(char sign) {
        if (at >= header.length() || header.charAt(at) != sign) return false;
        at++;
        return true;
    }

    private void skipSpaces() {
        while (at < header.length() && (header.charAt(at) == ' ' || header.charAt(at) == '\t')) at++;
    }

    private static Refused malformed() {
        return new Refused(Fault.BAD_ACCEPT);
    }
}
