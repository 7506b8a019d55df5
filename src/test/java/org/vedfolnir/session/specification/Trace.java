package org.vedfolnir.session.specification;

import jakarta.servlet.ServletContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What an application saw on one node or several, line by line. Session ids are numbered in the order of their appearance. */
final class Trace {

    private static final String ATTRIBUTE = Trace.class.getName();
    private static final Pattern ID = Pattern.compile("[0-9A-F]{32,}|(?<![\\w-])[\\w-]{43}(?![\\w-])");

    private static final Pattern MOMENT = Pattern.compile("\\b1[0-9]{12}\\b");

    private final List<String> lines = new ArrayList<>();
    private final Map<String, String> ids = new HashMap<>();

    static Trace of(ServletContext context) {
        return (Trace) context.getAttribute(ATTRIBUTE);
    }

    void into(ServletContext context) {
        context.setAttribute(ATTRIBUTE, this);
    }

    synchronized void begin() {
        lines.clear();
        ids.clear();
    }

    synchronized void say(String line) {
        lines.add(ID.matcher(MOMENT.matcher(line).replaceAll("a moment"))
                .replaceAll(found -> ids.computeIfAbsent(found.group(), each -> "id" + (ids.size() + 1))));
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    synchronized long count(String beginning) {
        return lines.stream().filter(line -> line.startsWith(beginning)).count();
    }
}
