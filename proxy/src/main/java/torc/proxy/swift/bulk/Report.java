package torc.proxy.swift.bulk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import torc.proxy.swift.listing.ListingFormat;

/// What became of a request that does many things, in the form that Swift gives it: figures by name, and the things
/// that
/// went wrong. For one thread.
public final class Report {
    private static final JsonMapper JSON = new JsonMapper();

    private final String root;
    private final TreeMap<String, Object> figures = new TreeMap<>();
    private final List<Trouble> troubles = new ArrayList<>();

    private record Trouble(String name, String status) {}

    /// @param root name of the outermost element in XML
    public Report(String root) {
        this.root = root;
    }

    public Report set(String name, String value) {
        figures.put(name, value);
        return this;
    }

    public Report set(String name, long value) {
        figures.put(name, value);
        return this;
    }

    /// @param name of the thing that went wrong, percent-encoded
    public Report trouble(String name, String status) {
        troubles.add(new Trouble(name, status));
        return this;
    }

    public boolean hasTroubles() {
        return !troubles.isEmpty();
    }

    public byte[] encode(ListingFormat format) {
        return switch (format) {
            case JSON -> json();
            case XML, TEXT_XML -> xml().getBytes(StandardCharsets.UTF_8);
            case TEXT -> text().getBytes(StandardCharsets.UTF_8);
        };
    }

    private byte[] json() {
        var object = JSON.createObjectNode();
        figures.forEach((name, value) -> {
            if (value instanceof Long number) object.put(name, number);
            else object.put(name, value.toString());
        });
        var errors = object.putArray("Errors");
        for (var trouble : troubles) errors.addArray().add(trouble.name).add(trouble.status);
        return JSON.writeValueAsBytes(object);
    }

    private String xml() {
        var xml = new StringBuilder("<" + root + ">\n");
        figures.forEach((name, value) -> {
            var tag = name.replace(' ', '_').toLowerCase(java.util.Locale.ROOT);
            xml.append('<').append(tag).append('>').append(escape(value.toString()));
            xml.append("</").append(tag).append(">\n");
        });
        xml.append("<errors>\n");
        for (var trouble : troubles) {
            xml.append("<object><name>").append(escape(trouble.name)).append("</name><status>");
            xml.append(escape(trouble.status)).append("</status></object>\n");
        }
        return xml.append("</errors>\n</").append(root).append(">\n").toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private String text() {
        var text = new StringBuilder();
        figures.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append('\n'));
        text.append("Errors:\n");
        for (var trouble : troubles)
            text.append(trouble.name).append(", ").append(trouble.status).append('\n');
        return text.toString();
    }
}
