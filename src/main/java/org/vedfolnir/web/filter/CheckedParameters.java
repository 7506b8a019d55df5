package org.vedfolnir.web.filter;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Enumeration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request whose parameters are complete, or reading them fails: too many, a wrong encoding, a truncated or too large body. From Servlet 6.1 on, a
 * container throws an {@link IllegalStateException}. Tomcat 10.1 leaves the parameter out and sets an attribute.
 */
final class CheckedParameters extends HttpServletRequestWrapper {

    private static final String FAILED = "org.apache.catalina.parameter_parse_failed";
    private static final String REASON = "org.apache.catalina.parameter_parse_failed_reason";

    CheckedParameters(HttpServletRequest request) {
        super(request);
    }

    @Override
    public @Nullable String getParameter(String name) {
        return this.<@Nullable String>checked(() -> super.getParameter(name));
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return this.<String @Nullable []>checked(() -> super.getParameterValues(name));
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return checked(super::getParameterNames);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return checked(super::getParameterMap);
    }

    private <T extends @Nullable Object> T checked(Supplier<T> parameters) {
        T found;
        try {
            found = parameters.get();
        } catch (IllegalStateException e) {
            throw new MalformedParametersException(status(e));
        }
        if (getAttribute(FAILED) != null) {
            var large = "POST_TOO_LARGE".equals(String.valueOf(getAttribute(REASON)));
            throw new MalformedParametersException(
                    large ? HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE : HttpServletResponse.SC_BAD_REQUEST);
        }
        return found;
    }

    /** The status is in the exception of Tomcat 11, whose class the application cannot reference. In any case the client caused it. */
    private static int status(IllegalStateException thrown) {
        try {
            var code = thrown.getClass().getMethod("getErrorCode").invoke(thrown);
            return code instanceof Integer status && status >= 400 && status < 500
                    ? status
                    : HttpServletResponse.SC_BAD_REQUEST;
        } catch (ReflectiveOperationException e) {
            return HttpServletResponse.SC_BAD_REQUEST;
        }
    }
}
