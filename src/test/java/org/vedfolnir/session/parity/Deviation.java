package org.vedfolnir.session.parity;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An allowed difference from Tomcat's own manager, with the reason. Each pattern matches the whole text.
 *
 * @param asking the place that reads or changes the session
 * @param questions what it does
 * @param request the number and the page
 * @param where the place at which the difference shows
 * @param sometimes whether it depends on timing
 */
record Deviation(
        Pattern asking, Set<Question> questions, Pattern request, Pattern where, boolean sometimes, String reason) {

    /** All allowed differences. {@code docs/install.md} describes those that an application can see. */
    static final List<Deviation> ALL = List.of(
            new Deviation(
                    Pattern.compile(".*"),
                    EnumSet.allOf(Question.class),
                    Pattern.compile(".* with own_and_ended"),
                    Pattern.compile("log of the (host|context) (%S|%\\{x}s)"),
                    false,
                    "Of several cookies only the store knows which one opens a session, and a request that did not read its session must not"
                            + " cost a round trip for its log."),
            new Deviation(
                    Pattern.compile(".*"),
                    EnumSet.of(Question.VALID, Question.ALL),
                    Pattern.compile(".* with own_and_ended"),
                    Pattern.compile("(engine|host|context) (before|after)|listener (initialized|destroyed)"),
                    false,
                    "The same: getRequestedSessionId() of Tomcat's own request calls no manager."),
            new Deviation(
                    Pattern.compile("(engine|host|context) after|listener destroyed|.*filter REQUEST after"),
                    EnumSet.of(Question.CREATE),
                    Pattern.compile(".*/(style.css|missing|page/send-error|page/throw).*"),
                    Pattern.compile("then: .*"),
                    true,
                    "The client has the whole file, or the whole error page, with its last byte; a later change of the session"
                            + " is saved after the response."));

    boolean explains(Difference difference) {
        return asking.matcher(difference.asking()).matches()
                && questions.contains(difference.question())
                && request.matcher(difference.request()).matches()
                && where.matcher(difference.where()).matches();
    }
}
