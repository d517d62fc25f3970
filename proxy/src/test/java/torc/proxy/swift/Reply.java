package torc.proxy.swift;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// An answer as it came over the wire.
///
/// @param head the status line and the header lines, without their line ends
record Reply(int status, List<String> head, byte[] body) {
    Optional<String> header(String name) {
        return head.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    List<String> lines() {
        return text().lines().toList();
    }
}
