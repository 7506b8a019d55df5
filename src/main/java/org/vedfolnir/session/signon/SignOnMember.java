package org.vedfolnir.session.signon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vedfolnir.session.document.attribute.AttributeCodec;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.attribute.UndecodableAttributeException;
import org.vedfolnir.session.store.SessionId;

/**
 * A session that belongs to a single sign-on. In the document it is an attribute named {@code handle}: a list of texts.
 * Immutable.
 *
 * @param handle the session's public reference, which survives id changes
 * @param application to which the session belongs
 * @param idle its idle timeout in ms; 0 for none
 * @param ids under which it may be stored: while its id changes, the old and the new one, in this order
 */
public record SignOnMember(String handle, String application, long idle, List<SessionId> ids) {

    private static final Pattern IDLE = Pattern.compile("\\d{1,15}");
    private static final AttributeCodec TEXTS = new AttributeCodec(AttributeCodec.defaultFilter());

    public SignOnMember {
        ids = List.copyOf(ids);
    }

    EncodedAttribute encoded() {
        var texts = new ArrayList<String>();
        texts.add(application);
        texts.add(Long.toString(idle));
        ids.forEach(id -> texts.add(id.value()));
        return TEXTS.encode(texts);
    }

    /** Decodes a member; empty if the attribute is no such list, whatever type it names. */
    static Optional<SignOnMember> decoded(String handle, EncodedAttribute attribute) {
        if (attribute.type() != null) {
            return Optional.empty();
        }
        try {
            return TEXTS.decode(attribute, SignOnMember.class.getClassLoader()) instanceof List<?> texts
                            && texts.size() > 2
                            && IDLE.matcher(String.valueOf(texts.get(1))).matches()
                    ? Optional.of(of(handle, texts))
                    : Optional.empty();
        } catch (UndecodableAttributeException e) {
            return Optional.empty();
        }
    }

    private static SignOnMember of(String handle, List<?> texts) {
        var ids = texts.stream()
                .skip(2)
                .map(String::valueOf)
                .map(SessionId::parse)
                .flatMap(Optional::stream);
        return new SignOnMember(
                handle, String.valueOf(texts.get(0)), Long.parseLong(String.valueOf(texts.get(1))), ids.toList());
    }

    boolean isStoredAt(String application, SessionId id) {
        return this.application.equals(application) && ids.contains(id);
    }

    /** Returns the idle timeout of a sign-on with these members: the longest of theirs. */
    static long longest(Stream<SignOnMember> members) {
        return members.mapToLong(SignOnMember::idle)
                .reduce((a, b) -> a == 0 || b == 0 ? 0 : Math.max(a, b))
                .orElse(0);
    }
}
