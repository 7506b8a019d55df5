package org.vedfolnir.session.signon;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Base64;
import org.apache.catalina.authenticator.Constants;
import org.apache.catalina.authenticator.SavedRequest;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the state of Tomcat's FORM login between showing its form and receiving it: the request that led to the form,
 * in a note of the session. Encoded as text it is saved with the session, so another node can process the form.
 * Stateless.
 */
public final class LoginNotes {

    public static final String REQUEST_NOTE = Constants.FORM_REQUEST_NOTE;
    /** The session's own id during a login, so it need not be stored. */
    public static final String ID_NOTE = Constants.SESSION_ID_NOTE;

    private static final System.Logger LOG = System.getLogger(LoginNotes.class.getName());
    private static final ObjectInputFilter FILTER =
            ObjectInputFilter.Config.createFilter("maxdepth=20;maxrefs=10000;maxbytes=1048576;maxarray=1048576;"
                    + "org.apache.catalina.authenticator.SavedRequest;org.apache.tomcat.util.buf.ByteChunk;"
                    + "org.apache.tomcat.util.buf.AbstractChunk;jakarta.servlet.http.Cookie;java.util.ArrayList;"
                    + "java.util.HashMap;java.util.Map$Entry;java.util.LinkedHashMap;java.util.TreeMap;java.util.Locale;"
                    + "java.util.Collections$*;java.lang.*;!*");

    private LoginNotes() {}

    /** Whether a note belongs to a login in progress. */
    public static boolean holds(String note) {
        return REQUEST_NOTE.equals(note) || ID_NOTE.equals(note);
    }

    public static String write(SavedRequest request) {
        var bytes = new ByteArrayOutputStream(512);
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(request);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "Tomcat's saved request cannot be serialized. The form login starts again without it.", e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /**
     * Decodes the saved request; null if this Tomcat cannot read it, for example from another version. Then the visitor
     * sees the form again.
     */
    public static @Nullable SavedRequest read(String text) {
        try (var in = new ObjectInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
            in.setObjectInputFilter(FILTER);
            return (SavedRequest) in.readObject();
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "A form login begins again, because the request that it interrupted cannot be read on this node ({0})."
                            + " Run the same version of Tomcat on all nodes.",
                    e.getClass().getSimpleName());
            return null;
        }
    }
}
