package org.vedfolnir.platform;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.instance.InstanceAddress.Checked;
import org.vedfolnir.instance.Instances;
import org.vedfolnir.web.AccessDenials;

/**
 * The page that adds a connection, or changes the one with the {@code id} of the request. After a mistake it shows the input again, but never a
 * token. For one request.
 */
@Named
@RequestScoped
public class PlatformForm {

    private static final int LONGEST_NAME = 100;
    /** In the order of the page. */
    private static final List<String> FIELDS = List.of("name", "type", "instance", "token");

    /** RFC 6750 §2.1. A Pixelfed token is a JWT of about a thousand characters. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{10,4096}={0,2}");

    @Inject
    HttpServletRequest request;

    @Inject
    Platforms platforms;

    @Inject
    TokenEncryption tokens;

    @Inject
    Instances instances;

    @Inject
    AccessDenials denials;

    @Inject
    SessionContext session;

    private final Map<String, String> problems = new TreeMap<>();
    private @Nullable PlatformConnection connection;

    @PostConstruct
    void find() {
        ConnectionId.of(request.getParameter("id"))
                .ifPresent(id ->
                        connection = platforms.own(session.requireUserId(), id).orElse(null));
    }

    /** Answers 404 if the id is not that of one of the user's connections. */
    public void check() throws IOException {
        if (connection == null && !entered("id").isEmpty()) {
            gone();
        }
    }

    private @Nullable String gone() throws IOException {
        ConnectionId.of(entered("id")).ifPresent(id -> denials.record(PlatformContext.REFUSED));
        var faces = FacesContext.getCurrentInstance();
        faces.getExternalContext().responseSendError(HttpServletResponse.SC_NOT_FOUND, null);
        faces.responseComplete();
        return null;
    }

    /** Null for a new connection. */
    public @Nullable PlatformConnection getConnection() {
        return connection;
    }

    public String getName() {
        return isSent() || connection == null ? entered("name") : connection.getName();
    }

    public String getInstance() {
        return isSent() || connection == null ? entered("instance") : connection.getInstanceUrl();
    }

    public String getType() {
        return isSent() || connection == null
                ? entered("type")
                : connection.getType().stored();
    }

    public boolean isActive() {
        return isSent() || connection == null ? !entered("active").isEmpty() : connection.isActive();
    }

    public List<PlatformType> getTypes() {
        return List.of(PlatformType.values());
    }

    /** The problems by field: the ends of message keys, below {@code connection.problem.}. */
    public Map<String, String> getProblems() {
        return problems;
    }

    /** The field that gets the focus: the first one with a problem, else the first one. */
    public String getFocus() {
        return FIELDS.stream().filter(problems::containsKey).findFirst().orElse("name");
    }

    /** Whether this server can store tokens. */
    public boolean isTokensKept() {
        return tokens.canBeKept();
    }

    private boolean isSent() {
        return "POST".equals(request.getMethod());
    }

    private String entered(String field) {
        return Objects.toString(request.getParameter(field), "").strip();
    }

    public @Nullable String save() throws IOException {
        var details = checked();
        if (details.isEmpty()) {
            return again();
        }
        var outcome = store(details.get());
        if (outcome == Platforms.Outcome.NAME_TAKEN || outcome == Platforms.Outcome.TOO_MANY) {
            problems.put("name", outcome.name());
            return again();
        }
        return outcome == Platforms.Outcome.DONE ? saved(details.get()) : gone();
    }

    private String saved(PlatformDetails details) {
        var hasToken = details.token() != null
                || ConnectionId.of(entered("id")).stream()
                        .mapToObj(id -> platforms.own(session.requireUserId(), id))
                        .anyMatch(stored ->
                                stored.filter(PlatformConnection::isTokenKept).isPresent());
        return "/platforms?faces-redirect=true&done=" + (hasToken ? "saved" : "savedWithoutToken");
    }

    private Platforms.Outcome store(PlatformDetails details) {
        if (entered("id").isEmpty()) {
            return platforms.add(session.requireUserId(), details);
        }
        var id = ConnectionId.of(entered("id"));
        return id.isPresent()
                ? platforms.change(session.requireUserId(), id.getAsLong(), details)
                : Platforms.Outcome.GONE;
    }

    private @Nullable String again() {
        FacesContext.getCurrentInstance().getExternalContext().setResponseStatus(HttpServletResponse.SC_BAD_REQUEST);
        return null;
    }

    public @Nullable String delete() throws IOException {
        var id = ConnectionId.of(entered("id"));
        return id.isPresent() && platforms.delete(session.requireUserId(), id.getAsLong()) == Platforms.Outcome.DONE
                ? "/platforms?faces-redirect=true&done=deleted"
                : gone();
    }

    /** Empty if the input is invalid; {@link #getProblems} has the reasons then. */
    private Optional<PlatformDetails> checked() {
        var name = entered("name");
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.codePoints().anyMatch(Character::isISOControl)) {
            problems.put("name", name.isEmpty() ? "NAME_MISSING" : "NAME");
        }
        var type = Arrays.stream(PlatformType.values())
                .filter(each -> each.stored().equals(entered("type")))
                .findFirst();
        if (type.isEmpty()) {
            problems.put("type", "TYPE");
        }
        var instance = instances.address(entered("instance"));
        if (instance instanceof Checked.Bad bad) {
            problems.put("instance", bad.flaw().name());
        }
        var token = entered("token");
        if (!token.isEmpty() && !tokens.canBeKept()) {
            problems.put("token", "NO_KEYS");
        } else if (!token.isEmpty() && !TOKEN.matcher(token).matches()) {
            problems.put("token", "TOKEN");
        }
        return problems.isEmpty() && instance instanceof Checked.Good good
                ? type.map(each -> new PlatformDetails(
                        name, each, good.address(), token.isEmpty() ? null : token, connection == null || isActive()))
                : Optional.empty();
    }
}
