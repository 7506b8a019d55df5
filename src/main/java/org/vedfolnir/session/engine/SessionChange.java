package org.vedfolnir.session.engine;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.document.Authentication;
import org.vedfolnir.session.document.SessionDocument;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.event.NewEvent;
import org.vedfolnir.session.store.SessionId;

/**
 * The changes of one request to its session, independent of the version that it read, so that they can be applied to
 * any later version, attribute by attribute. Immutable.
 *
 * @param attributes new values by name; null removes the attribute
 * @param onlyOver those of {@code attributes} that apply only if the document still has the given value
 * @param idle the new idle timeout in ms; null if unchanged
 * @param authenticationChanged whether {@code authentication} replaces that of the document
 * @param signOn the single sign-on that the session now belongs to; null if unchanged
 * @param loginChanged whether {@code pendingLogin} replaces that of the document
 */
public record SessionChange(
        SessionId id,
        @Nullable SessionId formerId,
        Map<String, @Nullable EncodedAttribute> attributes,
        Map<String, EncodedAttribute> onlyOver,
        @Nullable Long idle,
        boolean authenticationChanged,
        @Nullable Authentication authentication,
        boolean loginChanged,
        @Nullable String pendingLogin,
        @Nullable String signOn,
        List<NewEvent> events) {

    /** A change of the version only. */
    static SessionChange none(SessionId id) {
        return new SessionChange(id, null, Map.of(), Map.of(), null, false, null, false, null, null, List.of());
    }

    /** Whether there is nothing to save. */
    public boolean isEmpty() {
        return formerId == null
                && attributes.isEmpty()
                && idle == null
                && !authenticationChanged
                && !loginChanged
                && signOn == null
                && events.isEmpty();
    }

    /** The id under which the session is stored before this change. */
    SessionId currentId() {
        return formerId == null ? id : formerId;
    }

    /** Returns the next version of a document; what this request did not change stays as it is. */
    public SessionDocument over(SessionDocument base, java.time.Instant now) {
        var merged = new LinkedHashMap<>(base.attributes());
        var beside = new HashMap<>(base.parts());
        attributes.forEach((name, value) -> {
            var expected = onlyOver.get(name);
            if (expected != null && !expected.equals(merged.get(name))) {
                return; // another request set or removed it in between
            }
            beside.remove(name);
            if (value == null) {
                merged.remove(name);
            } else {
                merged.put(name, value);
            }
        });
        return new SessionDocument(
                base.version() + 1,
                base.until(),
                Objects.requireNonNullElse(idle, base.idle()),
                base.handle(),
                base.createdAt(),
                now,
                authenticationChanged ? authentication : base.authentication(),
                loginChanged ? pendingLogin : base.pendingLogin(),
                merged,
                beside,
                signOn == null ? base.signOn() : signOn);
    }
}
