package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Pattern;
import org.vedfolnir.run.check.Visitor;
import org.vedfolnir.run.system.FirstMatch;

/**
 * An administrator who uses the pages of users.
 *
 * @param browser in which they are signed in
 * @param node of their requests
 */
record Administrator(Visitor browser, String node) {

    private static final Pattern LINK = Pattern.compile("<code id=\"link\">([^<]+)</code>");
    private static final Pattern ID = Pattern.compile("/users/edit\\?id=(\\d+)\">");

    /** @return the link to hand over */
    URI create(String name, String role) throws IOException, InterruptedException {
        var page = browser.get(node, "/users/new");
        var fields = Visitor.fields(Visitor.form(page.body(), "username"));
        fields.putAll(Map.of("username", name, "email", name + "@example.com", "role", role));
        return link(browser.post(node, "/users/new", fields));
    }

    static URI link(HttpResponse<String> page) {
        var link = FirstMatch.in(LINK, page.body());
        assertThat(link).as("a link was made").isNotEmpty();
        return URI.create(link);
    }

    /** Creates a user, who chooses a password with the link and signs in on that node. */
    Visitor signedIn(String name, String role, String password, String where) throws IOException, InterruptedException {
        var person = new Visitor();
        assertThat(choose(person, create(name, role), password).statusCode()).isEqualTo(302);
        signIn(person, where, name, password);
        return person;
    }

    static void signIn(Visitor person, String where, String name, String password)
            throws IOException, InterruptedException {
        var answer = person.post(where, "/login", Map.of("username", name, "password", password));
        assertThat(answer.statusCode()).as("signing in as %s", name).isEqualTo(302);
    }

    /** Uses the link as its recipient. */
    static HttpResponse<String> choose(Visitor person, URI link, String password)
            throws IOException, InterruptedException {
        var address = "http://" + link.getAuthority();
        person.get(address, link.getPath() + "?" + link.getQuery());
        return person.post(address, "/new-password", Map.of("new-password", password, "again", password));
    }

    /** The id of the account with that name. */
    long id(String name) throws IOException, InterruptedException {
        var rows = browser.get(node, "/users?q=" + name + "@example.com");
        return Long.parseLong(FirstMatch.in(ID, rows.body()));
    }

    /** Presses a button of the page on which an account is changed. */
    HttpResponse<String> press(long id, String button) throws IOException, InterruptedException {
        return press(id, button, Map.of());
    }

    HttpResponse<String> press(long id, String button, Map<String, String> typed)
            throws IOException, InterruptedException {
        return press("/users/edit", id, button, typed);
    }

    /** Answers the question whether the password is to be reset. */
    HttpResponse<String> reset(long id) throws IOException, InterruptedException {
        return press("/users/reset", id, "reset", Map.of());
    }

    HttpResponse<String> delete(long id) throws IOException, InterruptedException {
        return press("/users/delete", id, "delete", Map.of());
    }

    private HttpResponse<String> press(String path, long id, String button, Map<String, String> typed)
            throws IOException, InterruptedException {
        return send(path, form(path, id, button), typed);
    }

    /** The form of the button, read from the current page. */
    Map<String, String> form(String path, long id, String button) throws IOException, InterruptedException {
        var page = open(path + "?id=" + id);
        assertThat(page.statusCode())
                .as("%s %s: %s", path, page.headers().map(), page.body())
                .isEqualTo(200);
        var fields = Visitor.fields(Visitor.form(page.body(), ":" + button + "\""));
        fields.keySet().removeIf(name -> name.contains(":") && !name.endsWith(":" + button));
        return fields;
    }

    /** Follows one redirect to the same address, as a browser does: there the session of a user with a new role reloads it. */
    private HttpResponse<String> open(String address) throws IOException, InterruptedException {
        var page = browser.get(node, address);
        return page.headers().firstValue("Location").filter(address::equals).isPresent()
                ? browser.get(node, address)
                : page;
    }

    HttpResponse<String> send(String path, Map<String, String> form, Map<String, String> typed)
            throws IOException, InterruptedException {
        form.putAll(typed);
        return browser.post(node, path, form);
    }
}
