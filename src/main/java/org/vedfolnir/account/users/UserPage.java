package org.vedfolnir.account.users;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.account.Account;
import org.vedfolnir.account.AccountChangeRejectedException;
import org.vedfolnir.account.AccountDetails;
import org.vedfolnir.account.Accounts;
import org.vedfolnir.account.Role;
import org.vedfolnir.account.SessionContext;
import org.vedfolnir.account.access.RoleRequired;
import org.vedfolnir.account.link.IssuedLink;
import org.vedfolnir.account.session.PasswordConfirmation;
import org.vedfolnir.web.FormProblems;
import org.vedfolnir.web.ValidationMessage;

/** The pages on which an administrator creates, changes and deletes an account. Each form sends the id of the account. For one request. */
@Named
@RequestScoped
@RoleRequired(Role.ADMIN)
public class UserPage {

    private static final String EDIT = "/users/edit";
    /** The confirmations that the address may select after a redirect; other values show none. */
    private static final Set<String> ACTS = Set.of("saved", "role", "locked", "unlocked", "deactivated", "activated");

    @Inject
    HttpServletRequest request;

    @Inject
    SessionContext session;

    @Inject
    Accounts accounts;

    @Inject
    AccountAdministration administration;

    private final List<ValidationMessage> messages = new ArrayList<>();
    private @Nullable Account account;
    private @Nullable IssuedLink link;

    /** Null if no account has the id. */
    public @Nullable Account getAccount() {
        var id = id();
        if (account == null && id != null) {
            account = accounts.find(id).orElse(null);
        }
        return account;
    }

    private @Nullable Long id() {
        var id = request.getParameter("id");
        return id != null && id.matches("\\d{1,18}") ? Long.valueOf(id) : null;
    }

    /** Whether this is the administrator's own account, for which some changes are forbidden. */
    public boolean isOwn() {
        return Objects.equals(id(), session.getUserId());
    }

    /** The submitted name, otherwise the stored one. */
    public String getUsername() {
        var stored = getAccount();
        return typed("username", stored == null ? "" : stored.getUsername());
    }

    public String getEmail() {
        var stored = getAccount();
        return typed("email", stored == null ? "" : stored.getEmail());
    }

    /** The role for a new account: the submitted one, otherwise the least. */
    public Role getRole() {
        return chosenRole().orElse(Role.VIEWER);
    }

    public List<Role> getRoles() {
        return List.of(Role.values());
    }

    private String typed(String field, String stored) {
        return Objects.requireNonNullElse(request.getParameter(field), stored);
    }

    private Optional<Role> chosenRole() {
        var name = request.getParameter("role");
        return getRoles().stream().filter(role -> role.name().equals(name)).findFirst();
    }

    /** Whether an action was rejected; {@link #getProblems} has the reasons. */
    public boolean isRejected() {
        return !messages.isEmpty();
    }

    public FormProblems getProblems() {
        return new FormProblems(messages, request);
    }

    /** The field that gets the focus: the first one with a problem, otherwise the first field of the form for a new account; empty for none. */
    public String getFocus() {
        return isRejected() || id() != null ? getProblems().getFirst() : "username";
    }

    /** The message key of the confirmation; null if there is nothing to confirm. */
    public @Nullable String getDone() {
        var done = request.getParameter("done");
        return done != null && ACTS.contains(done) && messages.isEmpty() && link == null ? "users.done." + done : null;
    }

    /** The link for the administrator to pass on; null if none was issued. */
    public @Nullable String getLink() {
        return link == null
                ? null
                : URI.create(request.getRequestURL().toString())
                        .resolve(request.getContextPath() + link.path())
                        .toString();
    }

    /** @throws NullPointerException if no link was issued */
    public Instant getLinkEnds() {
        return Objects.requireNonNull(link).expiresAt();
    }

    /** Asks for the password before the form is shown, so that no input gets lost. */
    public @Nullable String confirmFirst(String page) throws IOException {
        if (!session.isRecentlyConfirmed()) {
            return PasswordConfirmation.redirect(id() == null ? page : page + "?id=" + id());
        }
        return null;
    }

    public @Nullable String create() throws IOException {
        return act("/users/new", () -> {
            var details = AccountDetails.of(request);
            messages.addAll(details.messages());
            var role = chosenRole();
            if (role.isEmpty()) {
                messages.add(ValidationMessage.at("role", "users.role.unknown"));
            }
            if (messages.isEmpty()) {
                link = administration.create(details, role.orElseThrow());
            }
            return null;
        });
    }

    public @Nullable String rename() throws IOException {
        return act(EDIT, () -> {
            var details = AccountDetails.of(request);
            messages.addAll(details.messages());
            if (!messages.isEmpty()) {
                return null;
            }
            administration.rename(requireId(), details);
            return done("saved");
        });
    }

    public @Nullable String changeRole() throws IOException {
        return change(
                "role",
                id -> administration.changeRole(
                        id,
                        chosenRole()
                                .orElseThrow(() -> new AccountChangeRejectedException(
                                        ValidationMessage.at("role", "users.role.unknown")))));
    }

    public @Nullable String lock() throws IOException {
        return change("locked", id -> administration.setLocked(id, true));
    }

    public @Nullable String unlock() throws IOException {
        return change("unlocked", id -> administration.setLocked(id, false));
    }

    public @Nullable String deactivate() throws IOException {
        return change("deactivated", id -> administration.setActive(id, false));
    }

    public @Nullable String activate() throws IOException {
        return change("activated", id -> administration.setActive(id, true));
    }

    public @Nullable String reset() throws IOException {
        return act("/users/reset", () -> {
            link = administration.reset(requireId());
            return null;
        });
    }

    public @Nullable String delete() throws IOException {
        return act("/users/delete", () -> {
            administration.delete(requireId());
            return "/users?faces-redirect=true&deleted=done";
        });
    }

    /** @param done the confirmation to show afterwards */
    private @Nullable String change(String done, LongConsumer change) throws IOException {
        return act(EDIT, () -> {
            change.accept(requireId());
            return done(done);
        });
    }

    /**
     * Makes the change if the password was confirmed recently, otherwise asks for the password.
     *
     * @param page the page with the button
     */
    private @Nullable String act(String page, Supplier<@Nullable String> change) throws IOException {
        if (!session.isRecentlyConfirmed()) {
            return confirmFirst(page);
        }
        try {
            return change.get();
        } catch (AccountChangeRejectedException e) {
            messages.add(e.message());
            return null;
        }
    }

    private long requireId() {
        var id = id();
        if (id == null) {
            throw new AccountChangeRejectedException(ValidationMessage.of("users.gone"));
        }
        return id;
    }

    private String done(String what) {
        return EDIT + "?faces-redirect=true&id=" + id() + "&done=" + what;
    }
}
