package torc.proxy.swift.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import torc.proxy.swift.request.Fault;
import torc.proxy.swift.request.Octets;
import torc.proxy.swift.request.Refused;

/// The access list of an account (`X-Account-Access-Control`): a JSON object that names who is an administrator of the
/// account, who may write and read all of its containers, and who may read them. Each of them is a project or a user.
public record AccountAcl(List<String> admin, List<String> readWrite, List<String> readOnly) {
    public static final AccountAcl NONE = new AccountAcl(List.of(), List.of(), List.of());

    private static final String ADMIN = "admin";
    private static final String READ_WRITE = "read-write";
    private static final String READ_ONLY = "read-only";
    private static final List<String> KEYS = List.of(ADMIN, READ_WRITE, READ_ONLY);

    /// A header is short; this is more than any that is let in.
    private static final int MAX_TEXT = 64 << 10;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(4)
                            .maxDocumentLength(MAX_TEXT)
                            .build())
                    .build())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    public AccountAcl {
        admin = List.copyOf(admin);
        readWrite = List.copyOf(readWrite);
        readOnly = List.copyOf(readOnly);
    }

    /// Reads a header, or what [#encode] made.
    ///
    /// @param header octet for octet
    /// @throws Refused if it is no access list, with the reason in Swift's words
    public static AccountAcl parse(String header) {
        if (header.isEmpty()) return NONE;
        var root = tree(header);
        if (!(root instanceof ObjectNode object)) throw invalid("Syntax error in input ('" + header + "')", header);
        var lists = new TreeMap<String, List<String>>();
        for (var property : object.properties()) {
            if (!KEYS.contains(property.getKey()))
                throw invalid("Key " + JSON.writeValueAsString(property.getKey()) + " not recognized", header);
        }
        for (var key : KEYS) lists.put(key, list(object, key, header));
        return new AccountAcl(list(lists, ADMIN), list(lists, READ_WRITE), list(lists, READ_ONLY));
    }

    private static JsonNode tree(String header) {
        try {
            var text = Octets.utf8(header).orElseThrow(() -> invalid("Syntax error in input", header));
            return JSON.readTree(text);
        } catch (JacksonException _) {
            throw invalid("Syntax error in input ('" + header + "')", header);
        }
    }

    private static List<String> list(Map<String, List<String>> lists, String key) {
        return lists.getOrDefault(key, List.of());
    }

    private static List<String> list(ObjectNode object, String key, String header) {
        var value = object.get(key);
        if (value == null) return List.of();
        if (!value.isArray()) throw invalid("Value for key \"" + key + "\" must be a list", header);
        var members = new ArrayList<String>();
        for (var member : value) {
            if (!member.isString()) throw invalid("Elements of \"" + key + "\" list must be strings", header);
            members.add(member.asString());
        }
        return members;
    }

    private static Refused invalid(String reason, String header) {
        return new Refused(
                Fault.ACCOUNT_ACL_INVALID,
                "X-Account-Access-Control invalid: " + reason + "\n\nInput: " + header + "\n");
    }

    /// In its shortest form, in ASCII; an empty text if it names nobody.
    public String encode() {
        var object = JSON.createObjectNode();
        put(object, ADMIN, admin);
        put(object, READ_ONLY, readOnly);
        put(object, READ_WRITE, readWrite);
        return object.isEmpty() ? "" : JSON.writeValueAsString(object);
    }

    private static void put(ObjectNode object, String key, List<String> members) {
        if (members.isEmpty()) return;
        var array = object.putArray(key);
        members.forEach(array::add);
    }
}
