package org.vedfolnir.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * Formats times for pages in UTC, for example {@code 24 Nov 2026, 08:11 UTC}. A script shows them in the time zone of the browser. For one request.
 */
@Named
@RequestScoped
public class DateFormats {

    @Inject
    HttpServletRequest request;

    /** For the {@code datetime} of a {@code <time>} element, as in {@code 2026-11-24T08:11:00Z}. */
    public String iso(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public String text(Instant moment) {
        var locale = Messages.locale(request);
        return DateTimeFormatter.ofPattern(Messages.of(locale, "moment"), locale)
                .withZone(ZoneOffset.UTC)
                .format(moment);
    }
}
