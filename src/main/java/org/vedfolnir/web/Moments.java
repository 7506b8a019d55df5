package org.vedfolnir.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes points in time as pages show them, as in {@code 24 Nov 2026, 08:11 UTC}. Thread-safe. */
@Named
@ApplicationScoped
public class Moments {

    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    public String text(Instant moment) {
        return FORM.format(moment);
    }
}
