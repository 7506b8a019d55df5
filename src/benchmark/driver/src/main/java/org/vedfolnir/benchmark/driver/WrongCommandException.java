package org.vedfolnir.benchmark.driver;

/** The command line asks for what there is not; the message says what there is. */
final class WrongCommandException extends RuntimeException {

    private static final long serialVersionUID = 1;

    WrongCommandException(String message) {
        super(message);
    }
}
