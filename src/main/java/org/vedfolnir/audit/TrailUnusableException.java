package org.vedfolnir.audit;

/** No event can be written as things are, whatever it holds: a setting is wrong, or what the migrations made is gone. */
final class TrailUnusableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TrailUnusableException(String message) {
        super(message);
    }
}
