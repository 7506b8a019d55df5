package org.vedfolnir.session.registry;

import java.util.Optional;
import org.vedfolnir.session.admin.Secrets;
import org.vedfolnir.session.document.seal.TextCodec;
import org.vedfolnir.session.document.seal.UnreadableDocumentException;

/** Seals an application's secrets with this node's current keys. Thread-safe. */
public record KeyRingSecrets(TextCodec codec) implements Secrets {

    @Override
    public boolean available() {
        return codec.sealing();
    }

    @Override
    public String seal(String text, String place) {
        return codec.encode(text, place);
    }

    @Override
    public Optional<Opened> open(String sealed, String place) {
        try {
            return Optional.of(new Opened(codec.decode(sealed, place), !codec.usesActiveKey(sealed)));
        } catch (UnreadableDocumentException e) {
            return Optional.empty();
        }
    }
}
