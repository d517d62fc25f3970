package torc.proxy.swift.time;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;

/// Dates of HTTP (RFC 9110 §5.6.7): written in the preferred form, read in all three, in time linear in their length.
public final class HttpDate {
    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int SECONDS_PER_DAY = 86_400;

    private HttpDate() {}

    /// Such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    public static String format(long epochSeconds) {
        var date = LocalDate.ofEpochDay(Math.floorDiv(epochSeconds, (long) SECONDS_PER_DAY));
        int second = (int) Math.floorMod(epochSeconds, (long) SECONDS_PER_DAY);
        var text = new StringBuilder(29);
        int day = (date.getDayOfWeek().getValue() - 1) * 3;
        text.append(DAYS, day, day + 3).append(", ");
        twoDigits(text, date.getDayOfMonth()).append(' ');
        int month = (date.getMonthValue() - 1) * 3;
        text.append(MONTHS, month, month + 3).append(' ').append(date.getYear()).append(' ');
        twoDigits(text, second / 3600).append(':');
        twoDigits(text, second / 60 % 60).append(':');
        return twoDigits(text, second % 60).append(" GMT").toString();
    }

    private static StringBuilder twoDigits(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    /// Seconds since 1970; empty if the text is no date, which by the standard means that the field is ignored.
    public static OptionalLong parse(String text) {
        var words = text.trim().split("[ -]+", 8);
        try {
            if (words.length == 6 && words[5].equals("GMT")) return fields(words[1], words[2], words[3], words[4]);
            if (words.length == 5) return fields(words[2], words[1], words[4], words[3]);
        } catch (DateTimeException | NumberFormatException _) {
            return OptionalLong.empty(); // Not a date.
        }
        return OptionalLong.empty();
    }

    private static OptionalLong fields(String day, String month, String year, String time) {
        int monthIndex = MONTHS.indexOf(month);
        if (month.length() != 3 || monthIndex < 0 || monthIndex % 3 != 0 || time.length() != 8)
            return OptionalLong.empty();
        int yearNumber = Integer.parseInt(year);
        // Two digits are of the form that RFC 850 had; they turn at 69 as POSIX says.
        if (year.length() == 2) yearNumber += yearNumber < 69 ? 2000 : 1900;
        var moment = LocalDateTime.of(
                yearNumber,
                monthIndex / 3 + 1,
                Integer.parseInt(day),
                Integer.parseInt(time.substring(0, 2)),
                Integer.parseInt(time.substring(3, 5)),
                Math.min(Integer.parseInt(time.substring(6, 8)), 59)); // A leap second is the one before.
        return OptionalLong.of(moment.toEpochSecond(ZoneOffset.UTC));
    }
}
