package torc.common.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads a YAML file over a record of defaults, and prints a record as such a file.
///
/// Keys are the components' names in kebab-case. An unknown key, a value of the wrong kind and a record that refuses
/// its values are faults; all faults are reported together.
public final class ConfigFile {
    private final List<String> faults = new ArrayList<>();

    private ConfigFile() {}

    /// `defaults`, overlaid by what the text says.
    @SuppressWarnings("unchecked") // The overlay has the class of the defaults.
    public static <T extends Record> ConfigOutcome<T> read(String yaml, T defaults) {
        JsonNode root;
        try {
            root = new YAMLMapper().readTree(yaml);
        } catch (JacksonException malformed) {
            var where = malformed.getLocation();
            var line = where == null ? "" : "line " + where.getLineNr() + ": ";
            return new ConfigOutcome.Faulty<>(List.of(line + malformed.getOriginalMessage()));
        }
        var file = new ConfigFile();
        var config = file.overlay("", root, defaults);
        return file.faults.isEmpty() ? new ConfigOutcome.Valid<>((T) config) : new ConfigOutcome.Faulty<>(file.faults);
    }

    /// All keys with their values, each under its meaning.
    public static String print(Record config) {
        var out = new StringBuilder();
        print(config, "", out);
        return out.toString();
    }

    private Record overlay(String prefix, JsonNode node, Record defaults) {
        if (node.isNull() || node.isMissingNode()) return defaults;
        if (!node.isObject()) {
            faults.add((prefix.isEmpty() ? "the file" : prefix) + ": must be keys and values");
            return defaults;
        }
        var components = defaults.getClass().getRecordComponents();
        var known = Arrays.stream(components)
                .map(component -> KeyNames.kebab(component.getName()))
                .toList();
        for (var key : node.propertyNames()) {
            if (!known.contains(key)) faults.add(path(prefix, key) + ": unknown key; known are " + known);
        }
        var before = faults.size();
        var values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            var key = known.get(i);
            var standard = valueOf(components[i], defaults);
            values[i] = node.has(key) ? read(path(prefix, key), node.get(key), components[i], standard) : standard;
        }
        return faults.size() > before ? defaults : construct(prefix, defaults, components, values);
    }

    private Object read(String path, JsonNode node, RecordComponent component, Object standard) {
        if (standard instanceof Record nested && !isValue(component.getType())) return overlay(path, node, nested);
        var type = component.getGenericType();
        try {
            if (node.isNull()) {
                if (ConfigValues.isOptional(type)) return Optional.empty();
                throw new IllegalArgumentException("has no value");
            }
            if (ConfigValues.isMap(type)) return map(path, node, ConfigValues.valuesOf(type));
            if (ConfigValues.isList(type)) return list(node, ConfigValues.argument(type));
            if (!node.isValueNode()) throw new IllegalArgumentException("must be one value");
            return ConfigValues.parse(type, node.asString());
        } catch (IllegalArgumentException wrong) {
            faults.add(path + ": " + wrong.getMessage());
            return standard;
        }
    }

    private static List<Object> list(JsonNode node, Type type) {
        if (!node.isArray()) throw new IllegalArgumentException("must be a list");
        var values = new ArrayList<>();
        for (var each : node) values.add(ConfigValues.parse(type, each.asString()));
        return List.copyOf(values);
    }

    /// Keys are names that the operator gives. A record among the values is read over its `DEFAULTS`.
    private Map<String, Object> map(String path, JsonNode node, Type type) {
        if (!node.isObject()) throw new IllegalArgumentException("must be keys and values");
        var values = new LinkedHashMap<String, Object>();
        for (var key : node.propertyNames()) {
            var value = node.get(key);
            if (type instanceof Class<?> record && record.isRecord() && !isValue(record))
                values.put(key, overlay(path(path, key), value, defaults(record)));
            else if (value.isValueNode()) values.put(key, ConfigValues.parse(type, value.asString()));
            else throw new IllegalArgumentException(key + ": must be one value");
        }
        return values;
    }

    private static Record defaults(Class<?> record) {
        try {
            return (Record) record.getField("DEFAULTS").get(null);
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException("configuration " + record, broken);
        }
    }

    private Record construct(String prefix, Record defaults, RecordComponent[] components, Object[] values) {
        try {
            return (Record) constructor(defaults.getClass(), components).newInstance(values);
        } catch (InvocationTargetException refused) {
            if (!(refused.getCause() instanceof IllegalArgumentException wrong)) {
                throw new IllegalStateException("configuration " + prefix, refused);
            }
            faults.add((prefix.isEmpty() ? "" : prefix + ": ") + wrong.getMessage());
            return defaults;
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException("configuration " + prefix, broken);
        }
    }

    private static Constructor<?> constructor(Class<?> type, RecordComponent[] components)
            throws NoSuchMethodException {
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        var constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor;
    }

    private static void print(Record config, String indent, StringBuilder out) {
        for (var component : config.getClass().getRecordComponents()) {
            var meaning = component.getAnnotation(Meaning.class);
            if (meaning != null)
                out.append(indent).append("# ").append(meaning.value()).append('\n');
            var key = KeyNames.kebab(component.getName());
            var value = valueOf(component, config);
            if (value instanceof Record nested && !isValue(component.getType())) {
                out.append(indent).append(key).append(":\n");
                print(nested, indent + "  ", out);
            } else if (value instanceof Map<?, ?> map) {
                print(key, map, indent, out);
            } else if (value instanceof Optional<?> optional) {
                out.append(indent)
                        .append(optional.isEmpty() ? "# " : "")
                        .append(key)
                        .append(":");
                optional.ifPresent(present -> out.append(' ').append(ConfigValues.format(present)));
                out.append('\n');
            } else {
                out.append(indent)
                        .append(key)
                        .append(": ")
                        .append(ConfigValues.format(value))
                        .append('\n');
            }
        }
    }

    private static void print(String key, Map<?, ?> map, String indent, StringBuilder out) {
        out.append(indent).append(key).append(map.isEmpty() ? ": {}\n" : ":\n");
        new TreeMap<>(map).forEach((name, value) -> {
            out.append(indent).append("  ").append(ConfigValues.format(name)).append(':');
            if (value instanceof Record nested && !isValue(nested.getClass())) {
                out.append('\n');
                print(nested, indent + "    ", out);
            } else out.append(' ').append(ConfigValues.format(value)).append('\n');
        });
    }

    private static boolean isValue(Class<?> type) {
        return type == DataSize.class || type == Secret.class;
    }

    private static Object valueOf(RecordComponent component, Record holder) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(holder);
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException("configuration " + component.getName(), broken);
        }
    }

    private static String path(String prefix, String key) {
        return prefix.isEmpty() ? key : prefix + "." + key;
    }
}
