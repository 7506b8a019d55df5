package org.vedfolnir.benchmark.driver;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Opens the page of the module {@code faces} and presses its button, with all fields of the form, as a browser does. */
final class FacesVisitor implements AutoCloseable {

    private static final String PATH = "/order.xhtml";
    private static final Pattern INPUT = Pattern.compile("<input [^>]*>");
    private static final Pattern NAME = Pattern.compile(" name=\"([^\"]*)\"");
    private static final Pattern VALUE = Pattern.compile(" value=\"([^\"]*)\"");

    private final String contestant;
    private final int port;
    private Visitor visitor;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String page = "";
    private int turn;

    FacesVisitor(String contestant, int port) throws IOException {
        this.contestant = contestant;
        this.port = port;
        this.visitor = new Visitor(port);
    }

    /** Comes back on a new connection: the server closes one that nobody used while the others had their turns. */
    void comeBack() throws IOException {
        visitor.close();
        visitor = new Visitor(port);
    }

    /** How many ns the page took, to its last byte. */
    long open() throws IOException {
        turn = 0;
        var cookie = cookie();
        var start = System.nanoTime();
        page = visitor.get(PATH, cookie);
        return checked(System.nanoTime() - start);
    }

    /** How many ns the page took that the button led to. */
    long press() throws IOException {
        turn++;
        var form = form();
        var cookie = cookie();
        var start = System.nanoTime();
        page = visitor.post(PATH, cookie, form);
        return checked(System.nanoTime() - start);
    }

    /** Bytes of the view state in the session when Java serializes it. */
    double stateBytes() throws IOException {
        return Double.parseDouble(visitor.get("/state", cookie()));
    }

    /** How often Java serialization wrote the state of a view in the server, and how often it read one. */
    record Counts(double written, double read) {}

    Counts counts() throws IOException {
        var numbers = visitor.get("/counts", "").split(" ");
        return new Counts(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]));
    }

    int pageLength() {
        return page.length();
    }

    /** The turn is part of the view's state: it shows that the state of the page before was found. */
    private long checked(long took) throws IOException {
        if (!page.contains(">turn " + turn + ".<") || !page.contains("</html>")) {
            throw new IOException(contestant + " did not show turn " + turn + " of the page: " + page);
        }
        visitor.cookies().forEach(each -> cookies.put(each.split("=", 2)[0], each));
        return took;
    }

    private String cookie() {
        return String.join("; ", cookies.values());
    }

    private String form() {
        return INPUT.matcher(page)
                .results()
                .map(input -> encoded(NAME.matcher(input.group())) + "=" + encoded(VALUE.matcher(input.group())))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(Matcher attribute) {
        return attribute.find() ? URLEncoder.encode(attribute.group(1), StandardCharsets.UTF_8) : "";
    }

    @Override
    public void close() throws IOException {
        visitor.close();
    }
}
