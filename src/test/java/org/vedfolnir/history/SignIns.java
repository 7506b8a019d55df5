package org.vedfolnir.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sign-ins of a history: a session lives from one, through id changes, to its end. */
final class SignIns {

    private final Map<Integer, Integer> users = new HashMap<>();
    private final Map<String, Integer> loginsByCookie = new HashMap<>();
    private final Map<Integer, List<Operation>> signOuts = new HashMap<>();
    private final Map<Integer, List<Operation>> begun = new HashMap<>();

    SignIns(History history) {
        history.operations().forEach(this::add);
    }

    private void add(Operation operation) {
        var request = operation.request();
        switch (request.kind()) {
            case SIGN_IN -> {
                users.put(request.login(), request.user());
                note(begun, operation);
                noteCookie(operation);
            }
            case CHANGE_ID -> noteCookie(operation);
            case SIGN_OUT -> note(signOuts, operation);
            default -> {
                // does not change the id of a session
            }
        }
    }

    private static void note(Map<Integer, List<Operation>> operations, Operation operation) {
        if (operation.reachedNode()) {
            operations
                    .computeIfAbsent(operation.request().login(), login -> new ArrayList<>())
                    .add(operation);
        }
    }

    private void noteCookie(Operation operation) {
        if (operation.okSignedIn() && !operation.answer().given().isEmpty()) {
            loginsByCookie.put(
                    operation.answer().given(), operation.answer().seen().login());
        }
    }

    /** The user of a sign-in; -1 for an unused number. */
    int user(int login) {
        return users.getOrDefault(login, -1);
    }

    /** The sign-in of a session whose cookie an acknowledged response set; 0 for another cookie. */
    int login(String cookie) {
        return loginsByCookie.getOrDefault(cookie, 0);
    }

    /** Whether a request tried to end the session. */
    boolean mayHaveEnded(int login) {
        return signOuts.containsKey(login);
    }

    /** When its end was acknowledged; the largest number if it was not. */
    long endedAt(int login) {
        return signOuts.getOrDefault(login, List.of()).stream()
                .filter(Operation::okSignedIn)
                .mapToLong(Operation::ended)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Sign-ins that were acknowledged. */
    List<Integer> acknowledged() {
        return begun.entrySet().stream()
                .filter(each -> each.getValue().stream().anyMatch(Operation::okSignedIn))
                .map(Map.Entry::getKey)
                .toList();
    }
}
