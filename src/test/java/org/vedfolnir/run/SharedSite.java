package org.vedfolnir.run;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;

/** The site of all test classes without settings; JUnit closes it after the last of them. */
record SharedSite(OpenSite open, Beginning beginning) implements AutoCloseable {

    static SharedSite start(String password) {
        try {
            var open = OpenSite.start(Map.of("PLATFORM_ALLOW_LOOPBACK", "true"));
            open.setUp(password);
            return new SharedSite(open, Beginning.of(open));
        } catch (Exception e) {
            throw new IllegalStateException("The site of the tests does not start.", e);
        }
    }

    /** The site right after its administrator created the account. */
    OpenSite fresh() throws Exception {
        beginning.restore();
        return open;
    }

    @Override
    public void close() throws IOException, SQLException {
        open.close();
    }
}
