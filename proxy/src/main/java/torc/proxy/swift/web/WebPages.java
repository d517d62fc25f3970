package torc.proxy.swift.web;

import java.util.List;
import java.util.Locale;
import torc.proxy.objects.Listing.Entry;
import torc.proxy.objects.StoredObject;
import torc.proxy.swift.content.LargeObjectMarks;
import torc.proxy.swift.request.Octets;
import torc.proxy.swift.request.PercentCoding;
import torc.proxy.swift.time.Timestamps;

/// The pages that a site without pages of its own has. Nothing that a client named stands in them unescaped.
final class WebPages {
    private static final String SIZES = "KMGTPEZY";

    private static final String STYLE = """
              <style type="text/css">
               h1 {font-size: 1em; font-weight: bold;}
               th {text-align: left; padding: 0px 1em 0px 1em;}
               td {padding: 0px 1em 0px 1em;}
               a {text-decoration: none;}
              </style>
            """;

    private static final String STYLE_OF_NOTE = """
              <style type="text/css">
               h1 {font-size: 1em; font-weight: bold;}
               p {font-size: 2}
              </style>
            """;

    private static final String TABLE = """
              <table id="listing">
               <tr id="heading">
                <th class="colname">Name</th>
                <th class="colsize">Size</th>
                <th class="coldate">Date</th>
               </tr>
            """;

    private static final String NOTE = """
            </head>
            <body>  <h1>Web Listing Disabled</h1>\
               <p>The owner of this web site has disabled web listing.\
               <p>If you are the owner of this web site, you can enable\
               web listing by setting X-Container-Meta-Web-Listings.</p>""";

    private WebPages() {}

    /// The list of a directory.
    ///
    /// @param label what it is a list of
    /// @param prefix the directory's name with a slash, or empty
    /// @param hasParent whether it can be left upwards
    /// @param query what every link carries on, with its question mark; or empty
    static String listing(
            String label,
            WebProperties web,
            String prefix,
            List<Entry<StoredObject>> entries,
            boolean hasParent,
            String query) {
        var page = new StringBuilder("<!DOCTYPE html>\n<html>\n <head>\n  <title>Listing of ")
                .append(escaped(label))
                .append("</title>\n");
        if (web.css().isEmpty()) page.append(STYLE);
        else page.append(css(web, prefix));
        page.append(" </head>\n <body>\n  <h1 id=\"title\">Listing of ")
                .append(escaped(label))
                .append("</h1>\n")
                .append(TABLE);
        if (hasParent)
            row(page.append("   <tr id=\"parent\" class=\"item\">\n"), "../" + query, "../", "&nbsp;", "&nbsp;");
        for (var entry : entries)
            if (entry instanceof Entry.CommonPrefix<StoredObject>(var directory)) {
                var name = directory.substring(prefix.length());
                row(page.append("   <tr class=\"item subdir\">\n"), link(name, query), name, "&nbsp;", "&nbsp;");
            }
        for (var entry : entries)
            if (entry instanceof Entry.Item<StoredObject>(var object)) object(page, object, prefix, query);
        return page.append("  </table>\n </body>\n</html>\n").toString();
    }

    private static void object(StringBuilder page, StoredObject object, String prefix, String query) {
        var name = object.name().text().substring(prefix.length());
        page.append("   <tr class=\"item");
        for (var part : Octets.lenientUtf8(object.attributes().contentType()).split("/"))
            page.append(" type-").append(escaped(part.toLowerCase(Locale.ROOT)));
        row(
                page.append("\">\n"),
                link(name, query),
                name,
                size(LargeObjectMarks.listedBytes(object)),
                Timestamps.moment(object.modifiedMicros()));
    }

    private static void row(StringBuilder page, String link, String name, String size, String date) {
        page.append("    <td class=\"colname\"><a href=\"")
                .append(link)
                .append("\">")
                .append(escaped(name))
                .append("</a></td>\n    <td class=\"colsize\">")
                .append(size)
                .append("</td>\n    <td class=\"coldate\">")
                .append(date)
                .append("</td>\n   </tr>\n");
    }

    /// A name may look like a scheme or a way up; so it begins with a dot and a slash, and its own dots are
    /// coded.
    private static String link(String name, String query) {
        return "./" + PercentCoding.encode(name).replace(".", "%2E") + query;
    }

    private static String css(WebProperties web, String prefix) {
        var css = web.css();
        var depth = (int) prefix.chars().filter(c -> c == '/').count();
        var whole = css.startsWith("/") || css.startsWith("http://") || css.startsWith("https://");
        var path =
                whole ? PercentCoding.encode(css).replace("%3A", ":") : "../".repeat(depth) + PercentCoding.encode(css);
        return "  <link rel=\"stylesheet\" type=\"text/css\" href=\"" + escaped(path) + "\" />\n";
    }

    /// Says why nothing is shown.
    static String unlisted(String label, WebProperties web, String prefix) {
        var page = new StringBuilder("<!DOCTYPE html>\n<html>\n<head>\n<title>Listing of ")
                .append(escaped(label))
                .append("</title>\n");
        if (web.css().isEmpty()) page.append(STYLE_OF_NOTE);
        else page.append(css(web, prefix));
        page.append(NOTE);
        if (!web.index().isEmpty())
            page.append("<h1>Index File Not Found</h1> <p>The owner of this web site has set "
                            + " <b>X-Container-Meta-Web-Index: ")
                    .append(escaped(web.index()))
                    .append("</b>.  However, this file is not found.</p>");
        return page.append(" </body>\n</html>\n").toString();
    }

    private static String size(long bytes) {
        double value = bytes;
        int index = -1;
        while (value >= 1024 && index + 1 < SIZES.length()) {
            index++;
            value = Math.rint(value / 1024);
        }
        return index < 0 ? Long.toString(bytes) : (long) value + SIZES.substring(index, index + 1) + "i";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#x27;");
    }
}
