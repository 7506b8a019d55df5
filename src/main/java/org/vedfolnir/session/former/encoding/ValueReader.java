package org.vedfolnir.session.former.encoding;

/** Decodes values in one encoding. Used by one thread. */
@FunctionalInterface
public interface ValueReader {

    /** @throws UnreadableValueException if the bytes have another encoding, or a class is missing or rejected */
    Object read(byte[] value) throws UnreadableValueException;
}
