package org.vedfolnir.session.attribute.policy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.engine.Printable;
import org.vedfolnir.session.settings.AttributeNames;

/**
 * Decides which attributes are compared with what was read at a request's end, to find in-place changes. Any other is
 * saved only if it is set. Thread-safe.
 */
public final class InPlaceChangePolicy {

    private static final System.Logger LOG = System.getLogger(InPlaceChangePolicy.class.getName());
    private static final int MOST_LOGGED = 1000;

    /** The views of MyFaces, which sets them again after each change, for managers like this one. Mojarra does not. */
    private static final AttributeNames FACES = new AttributeNames(
            List.of("org.apache.myfaces.application.viewstate.StateCacheServerSide.SERIALIZED_VIEW"));

    private final AttributeNames unwatched;
    private final int mostBytes;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    /**
     * @param unwatched attributes that the application always sets
     * @param mostBytes the largest JSON of an attribute that is compared; counted in characters, which are bytes
     *     for ASCII
     */
    public InPlaceChangePolicy(AttributeNames unwatched, int mostBytes) {
        this.unwatched = unwatched;
        this.mostBytes = mostBytes;
    }

    /** Compares everything. */
    public static InPlaceChangePolicy all() {
        return new InPlaceChangePolicy(AttributeNames.NONE, Integer.MAX_VALUE);
    }

    /** Whether an attribute that this request read, and did not set, counts as unchanged. */
    public boolean leaves(String name, EncodedAttribute read) {
        if (unwatched.include(name) || FACES.include(name)) {
            return true;
        }
        if (read.json().length() <= mostBytes) {
            return false;
        }
        logOnce(name, read.json().length());
        return true;
    }

    /** Whether changes of a value are saved: the manager compares it at a request's end, or the application sets it after each change. */
    public boolean isSaved(String name, EncodedAttribute read) {
        return FACES.include(name) || !unwatched.include(name) && read.json().length() <= mostBytes;
    }

    private void logOnce(String name, int length) {
        if (logged.size() < MOST_LOGGED && logged.add(name)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The session attribute ''{0}'' has {1} bytes, more than watchedBytes: an in-place change of it"
                            + " is not saved. Call setAttribute after a change, make it smaller, or raise"
                            + " watchedBytes.",
                    Printable.name(name),
                    length);
        }
    }
}
