package org.vedfolnir.account.users;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.account.Account;
import org.vedfolnir.account.Accounts;
import org.vedfolnir.account.Role;
import org.vedfolnir.account.access.RoleRequired;

/**
 * The list of accounts for administrators: all accounts, or those whose name or address contains the search text, fifty per page. For one request.
 */
@Named
@RequestScoped
@RoleRequired(Role.ADMIN)
public class UsersPage {

    private static final int ROWS = 50;
    private static final int LONGEST_QUERY = 120;

    @Inject
    HttpServletRequest request;

    @Inject
    Accounts accounts;

    private @Nullable List<Account> found;

    /** The search text; empty for all accounts. */
    public String getQuery() {
        var query = Objects.requireNonNullElse(request.getParameter("q"), "").strip();
        return query.length() > LONGEST_QUERY ? query.substring(0, LONGEST_QUERY) : query;
    }

    /** The number of the page, from 1. An invalid number in the address is page 1. */
    public int getNumber() {
        var number = Objects.requireNonNullElse(request.getParameter("page"), "");
        return number.matches("[1-9]\\d{0,5}") ? Integer.parseInt(number) : 1;
    }

    public List<Account> getRows() {
        return found().subList(0, Math.min(ROWS, found().size()));
    }

    /** Whether another page follows. */
    public boolean isMore() {
        return found().size() > ROWS;
    }

    /** One row more than the page shows, to find out whether another page follows. */
    private List<Account> found() {
        if (found == null) {
            found = accounts.search(getQuery(), (getNumber() - 1) * ROWS, ROWS + 1);
        }
        return found;
    }

    /** The query string of another page of the same search. */
    public String address(int number) {
        return "?page=" + number + "&q=" + URLEncoder.encode(getQuery(), StandardCharsets.UTF_8);
    }

    /** {@code closed}, {@code locked} or {@code open}. */
    public String state(Account account) {
        if (!account.isActive()) {
            return "closed";
        }
        return account.isLocked() ? "locked" : "open";
    }
}
