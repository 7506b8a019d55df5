package org.vedfolnir.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The messages of a rejected form as its page shows them, in the language of the request: at their fields, and above the form. Immutable. */
public final class FormProblems {

    private final Map<String, String> fields = new LinkedHashMap<>();
    private final List<String> general = new ArrayList<>();

    /** @param messages in the order of the fields on the page */
    public FormProblems(List<ValidationMessage> messages, HttpServletRequest request) {
        for (var message : messages) {
            if (message.field().isEmpty()) {
                general.add(message.text(request));
            } else {
                fields.merge(message.field(), message.text(request), (one, other) -> one + " " + other);
            }
        }
    }

    /** The text for each field that has a problem, by the name of the field. */
    public Map<String, String> getFields() {
        return fields;
    }

    /** The texts about the whole form. */
    public List<String> getGeneral() {
        return general;
    }

    /** The first field that has a problem, which gets the focus; empty when none has. */
    public String getFirst() {
        return fields.keySet().stream().findFirst().orElse("");
    }
}
