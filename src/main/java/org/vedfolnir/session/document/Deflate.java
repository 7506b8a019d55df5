package org.vedfolnir.session.document;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Raw DEFLATE (RFC 1951), as JWE's {@code zip: DEF} wants it, with a bound on what comes out. */
final class Deflate {

    private static final int LARGEST = 16 << 20;
    private static final int CHUNK = 8192;

    private Deflate() {}

    static byte[] pack(byte[] plain) {
        var deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(plain);
            deflater.finish();
            var out = new ByteArrayOutputStream(plain.length / 2 + 64);
            var chunk = new byte[Math.min(CHUNK, plain.length)];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /** @throws IllegalArgumentException when it is not DEFLATE, is cut, or is larger than 16 MiB */
    static byte[] unpack(byte[] packed) {
        var inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            var out = new ByteArrayOutputStream(packed.length * 3);
            var chunk = new byte[Math.min(CHUNK, packed.length * 3 + 64)];
            while (!inflater.finished()) {
                var length = inflater.inflate(chunk);
                if (length == 0 || out.size() + length > LARGEST) {
                    throw new IllegalArgumentException(
                            "A compressed document is cut, or larger than " + LARGEST + " bytes.");
                }
                out.write(chunk, 0, length);
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("A compressed document is damaged.", e);
        } finally {
            inflater.end();
        }
    }
}
