package org.vedfolnir.benchmark.application;

import jakarta.servlet.http.HttpSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Thirty attributes of a signed-in user, each of a class of the application: what restores them is Java serialization, or the like. */
public final class ApplicationSession {

    private static final String CONTEXT = "SPRING_SECURITY_CONTEXT";
    private static final String CSRF =
            "org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository.CSRF_TOKEN";
    private static final String CART = "scopedTarget.cart";
    private static final String SEARCH = "scopedTarget.ordersSearch";
    private static final String VIEW = "scopedTarget.ordersView";
    private static final String VISIT = "scopedTarget.lastVisit";

    private static final List<String> LISTS =
            List.of("orders", "customers", "invoices", "products", "shipments", "returns", "messages", "reports");

    private ApplicationSession() {}

    /** Fills a new session. */
    public static void fill(HttpSession session, long user) {
        attributes(user).forEach(session::setAttribute);
    }

    /**
     * What one page does: it reads five attributes and replaces a small one.
     *
     * @return "ok" and a number; "torn" if one of the five is missing
     */
    public static String visit(HttpSession session, long number) {
        if (session.getAttribute(CONTEXT) instanceof SecurityContext context
                && session.getAttribute(CSRF) instanceof CsrfToken token
                && session.getAttribute(CART) instanceof Cart cart
                && session.getAttribute(SEARCH) instanceof Search search
                && session.getAttribute(VIEW) instanceof ListView view) {
            session.setAttribute(VISIT, new Visit(number));
            var user = context.user().mapToInt(String::length).sum();
            return "ok " + (user + token.length() + cart.size() + search.length() + view.first());
        }
        return "torn";
    }

    /** Bytes of all attributes in Java serialization, each by itself, with their names. */
    public static int bytes() {
        return attributes(1).entrySet().stream()
                .mapToInt(each -> each.getKey().length() + serialized(each.getValue()))
                .sum();
    }

    static Map<String, Serializable> attributes(long user) {
        var sessionId = new UUID(user, user).toString().replace("-", "");
        var all = new LinkedHashMap<String, Serializable>();
        all.put(CONTEXT, SecurityContext.of("visitor-" + user, sessionId));
        all.put("SPRING_SECURITY_SAVED_REQUEST", new SavedRequest(sessionId));
        all.put(CSRF, new CsrfToken(new UUID(user, 1).toString()));
        all.put(CART, new Cart());
        all.put("scopedTarget.wishList", new Cart());
        for (var list : LISTS) {
            all.put("scopedTarget." + list + "Search", new Search("north sea " + list));
            all.put("scopedTarget." + list + "View", new ListView(3));
        }
        for (var address : List.of("billing", "delivery", "company")) {
            all.put("scopedTarget." + address + "Address", new Address("Visitor " + user));
        }
        for (var form : List.of("registration", "checkout", "import", "survey")) {
            all.put("scopedTarget." + form + "Progress", new Progress(form));
        }
        all.put("scopedTarget.firstVisit", new Visit(user));
        all.put(VISIT, new Visit(user));
        return all;
    }

    private static int serialized(Serializable value) {
        var bytes = new ByteArrayOutputStream();
        try (var objects = new ObjectOutputStream(bytes)) {
            objects.writeObject(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.size();
    }
}
