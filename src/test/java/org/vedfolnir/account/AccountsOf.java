package org.vedfolnir.account;

import org.vedfolnir.database.Transactions;

/** Puts accounts together as CDI does. */
public final class AccountsOf {

    private AccountsOf() {}

    public static Accounts transactions(Transactions transactions) {
        var accounts = new Accounts();
        accounts.transactions = transactions;
        return accounts;
    }
}
