package torc.common.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The types that a key of the configuration may have, and their text.
final class ConfigValues {
    private ConfigValues() {}

    /// @throws IllegalArgumentException if the text is no value of the type
    static Object parse(Type type, String text) {
        if (type == String.class) return text;
        if (type == int.class)
            return number(text, Integer.MIN_VALUE, Integer.MAX_VALUE).intValue();
        if (type == long.class) return number(text, Long.MIN_VALUE, Long.MAX_VALUE);
        if (type == double.class) return decimal(text);
        if (type == boolean.class) return bool(text);
        if (type == Duration.class) return Durations.parse(text);
        if (type == DataSize.class) return DataSize.parse(text);
        if (type == Path.class) return Path.of(text);
        if (type == Secret.class) return new Secret(text);
        if (type instanceof Class<?> choice && choice.isEnum()) return constant(choice, text);
        if (isOptional(type)) return Optional.of(parse(argument(type), text));
        throw new IllegalStateException("the configuration has no values of " + type);
    }

    /// The text that [#parse] reads back; a secret's is hidden.
    static String format(Object value) {
        return switch (value) {
            case Duration duration -> Durations.format(duration);
            case Enum<?> constant -> KeyNames.kebabOfConstant(constant.name());
            case List<?> list ->
                list.stream().map(each -> quoted(String.valueOf(each))).collect(Collectors.joining(", ", "[", "]"));
            case String text -> quoted(text);
            case Path path -> quoted(path.toString());
            default -> value.toString();
        };
    }

    static boolean isOptional(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class;
    }

    static boolean isList(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == List.class;
    }

    static boolean isMap(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == Map.class;
    }

    /// Of a map whose keys are texts.
    static Type valuesOf(Type type) {
        return ((ParameterizedType) type).getActualTypeArguments()[1];
    }

    static Type argument(Type type) {
        return ((ParameterizedType) type).getActualTypeArguments()[0];
    }

    private static Long number(String text, long min, long max) {
        try {
            var number = Long.parseLong(text.replace("_", ""));
            if (number >= min && number <= max) return number;
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new IllegalArgumentException("not a whole number: " + text);
    }

    private static Double decimal(String text) {
        if (!text.matches("-?[0-9]{1,15}(\\.[0-9]{1,9})?"))
            throw new IllegalArgumentException("not a decimal number: " + text);
        return Double.parseDouble(text);
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false: " + text);
        };
    }

    private static Object constant(Class<?> choice, String text) {
        for (var each : choice.getEnumConstants()) {
            if (format(each).equals(text)) return each;
        }
        throw new IllegalArgumentException("none of "
                + Arrays.stream(choice.getEnumConstants())
                        .map(ConfigValues::format)
                        .toList() + ": " + text);
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./-]+") && !text.matches("true|false|null|[0-9._-]+")
                ? text
                : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
