package torc.proxy.swift.object;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Guesses an object's media type by the end of its name, where the client does not say one.
///
/// The figures are those of Python's `mimetypes`, which Swift's users know.
final class MediaTypes {
    private static final String UNKNOWN = "application/octet-stream";

    /// Longest ending looked at; longer ones are no file types.
    private static final int MAX_ENDING = 12;

    private static final Map<String, String> BY_ENDING = parse("""
            application/epub+zip epub
            application/gzip gz
            application/javascript js mjs
            application/json json
            application/msword doc dot wiz
            application/octet-stream a bin dll exe o obj so
            application/pdf pdf
            application/postscript ai eps ps
            application/vnd.apple.mpegurl m3u m3u8
            application/vnd.ms-excel xls xlb
            application/vnd.ms-powerpoint ppt pot ppa pps pwz
            application/vnd.oasis.opendocument.spreadsheet ods
            application/vnd.oasis.opendocument.text odt
            application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
            application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
            application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
            application/wasm wasm
            application/x-7z-compressed 7z
            application/x-bzip2 bz2
            application/x-csh csh
            application/x-hdf5 h5
            application/x-latex latex
            application/x-pkcs12 p12 pfx
            application/x-python-code pyc pyo
            application/x-sh sh
            application/x-shockwave-flash swf
            application/x-tar tar
            application/x-tcl tcl
            application/x-tex tex
            application/x-xz xz
            application/xml rdf wsdl xpdl xsl
            application/zip zip
            audio/basic au snd
            audio/flac flac
            audio/mpeg mp2 mp3
            audio/ogg oga ogg opus
            audio/x-aiff aif aifc aiff
            audio/x-wav wav
            font/otf otf
            font/ttf ttf
            font/woff woff
            font/woff2 woff2
            image/avif avif
            image/bmp bmp
            image/gif gif
            image/heic heic
            image/jpeg jpe jpeg jpg
            image/png png
            image/svg+xml svg
            image/tiff tif tiff
            image/vnd.microsoft.icon ico
            image/webp webp
            message/rfc822 eml mht mhtml nws
            text/css css
            text/csv csv
            text/html htm html
            text/markdown md
            text/plain bat c h ksh log pl txt
            text/richtext rtx
            text/tab-separated-values tsv
            text/x-python py
            text/x-sgml sgm sgml
            text/x-vcard vcf
            text/xml xml
            video/mp4 mp4
            video/mpeg m1v mpa mpe mpeg mpg
            video/quicktime mov qt
            video/webm webm
            video/x-matroska mkv
            video/x-msvideo avi
            """);

    private MediaTypes() {}

    static String guess(String objectName) {
        int dot = objectName.lastIndexOf('.');
        if (dot < 0 || objectName.length() - dot - 1 > MAX_ENDING) return UNKNOWN;
        return BY_ENDING.getOrDefault(objectName.substring(dot + 1).toLowerCase(Locale.ROOT), UNKNOWN);
    }

    private static Map<String, String> parse(String table) {
        var types = new HashMap<String, String>();
        for (var line : table.lines().toList()) {
            var words = line.split(" ");
            for (int i = 1; i < words.length; i++) types.put(words[i], words[0]);
        }
        return Map.copyOf(types);
    }
}
