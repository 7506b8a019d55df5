package org.vedfolnir.account.password;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import me.gosimple.nbvcxz.resources.DictionaryUtil;

/**
 * Common passwords: a hundred thousand from leaks (of the library nbvcxz), these with digits or signs around them, repeated, or any short piece
 * repeated. The list is read when a password is set, which is rare, and not kept in memory: it would take ten megabytes. Stateless.
 */
@ApplicationScoped
class CommonPasswords {

    private static final String LIST = "/dictionaries/" + DictionaryUtil.passwords;
    private static final Pattern AROUND = Pattern.compile("^\\P{L}+|\\P{L}+$");
    /** A shorter word between digits does not make a password common. */
    private static final int SHORTEST_WORD = 4;
    /** A repeated piece counts once. */
    private static final int SHORT_PIECE = 8;

    boolean include(String password) {
        var lower = password.toLowerCase(Locale.ROOT);
        var piece = piece(lower);
        if (piece.length() < SHORT_PIECE && piece.length() < lower.length()) {
            return true;
        }
        var word = bare(piece(bare(lower)));
        return contains(Stream.of(password, lower, piece, word.length() < SHORTEST_WORD ? lower : word)
                .collect(Collectors.toSet()));
    }

    private static String bare(String text) {
        return AROUND.matcher(text).replaceAll("");
    }

    private static boolean contains(Set<String> wanted) {
        var list = Objects.requireNonNull(
                DictionaryUtil.class.getResourceAsStream(LIST),
                "The library nbvcxz has no file " + LIST + ". Use a version that has it.");
        try (var lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            return lines.lines().anyMatch(wanted::contains);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The shortest prefix that yields the text when it is repeated one and a half times or more; otherwise the text itself. */
    private static String piece(String text) {
        var border = new int[text.length()];
        for (int at = 1, length = 0; at < text.length(); ) {
            if (text.charAt(at) == text.charAt(length)) {
                border[at++] = ++length;
            } else if (length > 0) {
                length = border[length - 1];
            } else {
                at++;
            }
        }
        var period = text.isEmpty() ? 0 : text.length() - border[text.length() - 1];
        return period * 3 <= text.length() * 2 ? text.substring(0, period) : text;
    }
}
