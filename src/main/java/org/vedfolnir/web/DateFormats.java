package org.vedfolnir.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes points in time as pages show them, as in {@code 24 Nov 2026, 08:11 UTC}. For one request. */
@Named
@RequestScoped
public class DateFormats {

    @Inject
    HttpServletRequest request;

    public String text(Instant moment) {
        var locale = Messages.locale(request);
        return DateTimeFormatter.ofPattern(Messages.of(locale, "moment"), locale)
                .withZone(ZoneOffset.UTC)
                .format(moment);
    }
}
