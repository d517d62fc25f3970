package torc.common.config;

/// `tokenLifetime` in Java is `token-lifetime` in a file.
final class KeyNames {
    private KeyNames() {}

    static String kebab(String camel) {
        var kebab = new StringBuilder();
        for (int i = 0; i < camel.length(); i++) {
            var sign = camel.charAt(i);
            if (i > 0 && Character.isUpperCase(sign)) kebab.append('-');
            kebab.append(Character.toLowerCase(sign));
        }
        return kebab.toString();
    }

    static String kebabOfConstant(String constant) {
        return constant.toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
