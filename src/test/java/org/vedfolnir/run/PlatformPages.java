package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vedfolnir.run.Responses.location;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vedfolnir.run.check.Visitor;
import org.vedfolnir.run.system.FirstMatch;

/** A user on the pages of their connections. Each step that must succeed is checked. */
record PlatformPages(RunningSite site, Visitor person) {

    private static final Pattern EDIT = Pattern.compile("/platforms/edit\\?id=(\\d+)");
    private static final Pattern RESULT = Pattern.compile("(?s)id=\"result\">(.*?)</p>");

    HttpResponse<String> page() throws Exception {
        return person.get(site.a(), "/platforms");
    }

    /** The part of the list that is about one connection. */
    String row(String name) throws Exception {
        var list = page().body();
        var from = list.indexOf("<strong>" + name + "<");
        assertThat(from).as(name + " is in the list").isPositive();
        return list.substring(from, list.indexOf("</li>", from));
    }

    String idOf(String name) throws Exception {
        return FirstMatch.in(EDIT, row(name));
    }

    HttpResponse<String> add(String name, String instance, String token) throws Exception {
        var form = form(person.get(site.a(), "/platforms/edit"));
        form.putAll(Map.of("name", name, "instance", instance, "type", "mastodon", "token", token));
        return person.post(site.a(), "/platforms/edit", form);
    }

    Map<String, String> editForm(String id) throws Exception {
        var page = person.get(site.a(), "/platforms/edit?id=" + id);
        var form = form(page);
        form.put("type", page.body().matches("(?s).*value=\"pixelfed\"[^>]*selected.*") ? "pixelfed" : "mastodon");
        return form;
    }

    void edit(String id, Map<String, String> changes) throws Exception {
        var form = editForm(id);
        form.putAll(changes);
        assertThat(location(person.post(site.a(), "/platforms/edit", form))).contains("/platforms?done=saved");
    }

    static Map<String, String> form(HttpResponse<String> page) {
        return Visitor.fields(Visitor.form(page.body(), "name=\"instance\""));
    }

    HttpResponse<String> delete(String id) throws Exception {
        var mine = FirstMatch.in(EDIT, person.get(site.a(), "/platforms").body());
        var form = Visitor.fields(
                Visitor.form(person.get(site.a(), "/platforms/edit?id=" + mine).body(), "id=\"delete\""));
        form.put("id", id);
        return person.post(site.a(), "/platforms/edit", form);
    }

    /** The page's message about it, without markup. */
    String test(String name) throws Exception {
        var form = Visitor.fields(Visitor.form(row(name), "name=\"tested\""));
        var message =
                FirstMatch.in(RESULT, person.post(site.b(), "/platforms", form).body());
        return message.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ").strip();
    }

    void prefer(String name) throws Exception {
        var form = Visitor.fields(Visitor.form(row(name), "name=\"preferred\""));
        assertThat(location(person.post(site.a(), "/platforms", form))).endsWith("/platforms?done=defaulted");
    }

    void choose(String node, String name) throws Exception {
        var list = person.get(node, "/platforms").body();
        var row = list.substring(list.indexOf("<strong>" + name + "<"));
        var form = Visitor.fields(Visitor.form(row.substring(0, row.indexOf("</li>")), "name=\"connection\""));
        assertThat(person.post(node, "/platforms", form).statusCode()).isEqualTo(302);
    }

    /** Name, type and address of the current connection, as a node shows them. */
    String platform(String node) throws Exception {
        var page = person.get(node, "/home").body();
        var card = page.substring(page.indexOf("platform-title"), page.indexOf("appearance-title"));
        return String.join(
                " ",
                FirstMatch.in(Pattern.compile("<strong[^>]*>([^<]*)<"), card),
                FirstMatch.in(Pattern.compile("class=\"badge kind[^>]*>([^<]*)<"), card),
                FirstMatch.in(Pattern.compile("<p class=\"muted\"[^>]*>([^<]*)<"), card));
    }

    /** The current form in the store. */
    List<String> fourFields() throws Exception {
        var stored = stored();
        return Stream.of("platform_connection_id", "platform_name", "platform_type", "platform_instance_url")
                .map(name -> String.valueOf(stored.get(name)))
                .toList();
    }

    /** The attributes of the user's session. */
    Map<String, String> stored() throws Exception {
        return site.insight().attributes(String.valueOf(person.id()));
    }
}
