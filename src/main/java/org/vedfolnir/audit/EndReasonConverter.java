package org.vedfolnir.audit;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.session.event.EndReason;

/** Reads an unknown reason, which a newer version wrote, as {@link EndReason#OTHER}: one such row must not stop the audit trail. Stateless. */
@Converter
public class EndReasonConverter implements AttributeConverter<EndReason, String> {

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable EndReason reason) {
        return reason == null ? null : reason.name();
    }

    @Override
    public @Nullable EndReason convertToEntityAttribute(@Nullable String name) {
        return name == null ? null : EndReason.named(name);
    }
}
