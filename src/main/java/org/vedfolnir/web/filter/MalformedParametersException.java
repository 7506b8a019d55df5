package org.vedfolnir.web.filter;

/** The container cannot read the parameters of a request. {@link ParametersFilter} sends the response. */
final class MalformedParametersException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;

    /** @param status of the response, a {@code 4xx} */
    MalformedParametersException(int status) {
        super("The parameters of a request cannot be read. The response is " + status + ".", null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
