package org.vedfolnir.benchmark.server;

import jakarta.servlet.http.HttpSession;
import java.util.Random;

/** What lies in a session: eleven attributes, about 600 bytes with their names. */
public final class SessionContent {

    /** How many bytes a bare value has that stands for all of them. */
    public static final int BYTES = 600;

    public static final int LARGE_BYTES = 100_000;

    static final String USER = "username";
    static final String ROLE = "role";
    static final String TOKEN = "csrf_token";
    static final String PAGE = "last_page";
    static final String LARGE = "basket";

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final String BASKET = letters(LARGE_BYTES, 1);

    private SessionContent() {}

    static void fill(HttpSession session, long user) {
        session.setAttribute("user_id", user);
        session.setAttribute(USER, "visitor-" + user);
        session.setAttribute("email", "visitor-" + user + "@mail.example.org");
        session.setAttribute(ROLE, "REVIEWER");
        session.setAttribute("platform_connection_id", 123);
        session.setAttribute("platform_name", "Photographers of the North");
        session.setAttribute("platform_type", "pixelfed");
        session.setAttribute("platform_instance_url", "https://photographers.example.org/@north");
        session.setAttribute(TOKEN, letters(64, user));
        session.setAttribute("preferences", letters(170, user + 1));
        session.setAttribute(PAGE, page(user));
    }

    static void fillLarge(HttpSession session, long user) {
        fill(session, user);
        session.setAttribute(LARGE, BASKET);
    }

    /** A value that differs from the one before, and always has the same length. */
    static String page(long number) {
        return "/review/queue?page=" + (100_000_000L + number);
    }

    /** Letters of Base64, which do not compress well; the same for the same seed. */
    public static String letters(int length, long seed) {
        var random = new Random(seed);
        var text = new StringBuilder(length);
        while (text.length() < length) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
