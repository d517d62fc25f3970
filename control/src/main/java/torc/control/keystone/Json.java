package torc.control.keystone;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import torc.control.api.Refused;

/// Reads fields of a request's JSON, and refuses what has another type than it should.
final class Json {
    private static final int MAX_NAME = 255;

    private Json() {}

    /// The object of this name.
    static JsonNode object(JsonNode parent, String name) {
        var node = parent.path(name);
        if (!node.isObject()) throw Refused.badRequest("Expecting to find " + name + " in the request body.");
        return node;
    }

    /// A text that may be missing or null.
    static Optional<String> text(JsonNode parent, String name) {
        var node = parent.path(name);
        if (node.isMissingNode() || node.isNull()) return Optional.empty();
        if (!node.isString()) throw Refused.badRequest("Invalid input for field '" + name + "': it must be a string.");
        var text = node.asString();
        if (hasLoneSurrogate(text))
            throw Refused.badRequest("Invalid input for field '" + name + "': it is not valid Unicode.");
        return Optional.of(text);
    }

    /// JSON can spell halves of characters, which no UTF-8 has: two texts would become one on their way to the disk.
    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(each -> each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE);
    }

    static String requiredText(JsonNode parent, String name) {
        return text(parent, name)
                .orElseThrow(() -> Refused.badRequest("Expecting to find " + name + " in the request body."));
    }

    /// A name: 1 to 255 signs, not blank.
    static String name(String name) {
        if (name.isBlank() || name.length() > MAX_NAME)
            throw Refused.badRequest("Invalid input for field 'name': it takes 1 to " + MAX_NAME + " characters.");
        return name;
    }

    static Optional<Boolean> flag(JsonNode parent, String name) {
        var node = parent.path(name);
        if (node.isMissingNode() || node.isNull()) return Optional.empty();
        if (!node.isBoolean())
            throw Refused.badRequest("Invalid input for field '" + name + "': it must be a boolean.");
        return Optional.of(node.asBoolean());
    }

    /// Puts the text, or null for an empty one.
    static void putOrNull(ObjectNode target, String name, String value) {
        if (value.isEmpty()) target.putNull(name);
        else target.put(name, value);
    }
}
