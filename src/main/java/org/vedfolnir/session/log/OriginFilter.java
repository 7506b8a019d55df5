package org.vedfolnir.session.log;

import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Lets every record pass. A handler that formats on a thread of its own, as Tomcat's {@code AsyncFileHandler} does, calls
 * its filter on the thread that logs, where it is still known what the record is about. Thread-safe.
 */
public final class OriginFilter implements Filter {

    @Override
    public boolean isLoggable(LogRecord record) {
        RecordOrigin.note(record);
        return true;
    }
}
