package org.vedfolnir.account.setup;

import java.util.UUID;

/** On H2. */
class FoldedNamesTest extends FoldedNamesContract {

    @Override
    String url() {
        return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    }
}
