package org.vedfolnir.audit;

/** No event can be written: a setting is invalid, or a table of the migrations is missing. */
final class AuditTrailUnusableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    AuditTrailUnusableException(String message) {
        super(message);
    }
}
