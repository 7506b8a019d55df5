package org.vedfolnir.web.filter;

/** The container cannot read a request's parameters: {@link ParametersFilter} answers it. */
final class MalformedParametersException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;

    /** @param status of the answer, a {@code 4xx} */
    MalformedParametersException(int status) {
        super("The parameters of a request cannot be read; it is answered " + status + ".", null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
