package org.vedfolnir.session.document.seal;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Raw DEFLATE (RFC 1951) for JWE's {@code zip: DEF}, with a limit on the output. Pools compressors: each has 256 KB
 * outside of the heap, and allocating that takes several times as long as compressing a session. Thread-safe.
 */
final class Deflate {

    private static final int LARGEST = 16 << 20;
    /** More than a machine has cores, and at most 5 MB. */
    private static final int KEPT = 16;

    private final ObjectPool<Deflater> deflaters =
            new ObjectPool<>(KEPT, () -> new Deflater(Deflater.BEST_SPEED, true), Deflater::reset, Deflater::end);
    private final ObjectPool<Inflater> inflaters =
            new ObjectPool<>(KEPT, () -> new Inflater(true), Inflater::reset, Inflater::end);

    byte[] pack(byte[] plain) {
        var deflater = deflaters.acquire();
        try {
            deflater.setInput(plain);
            deflater.finish();
            var out = new byte[plain.length + 64];
            var length = 0;
            while (!deflater.finished()) {
                out = length < out.length ? out : Arrays.copyOf(out, out.length * 2);
                length += deflater.deflate(out, length, out.length - length);
            }
            return Arrays.copyOf(out, length);
        } finally {
            deflaters.release(deflater);
        }
    }

    /** @throws IllegalArgumentException if it is not DEFLATE, is truncated, or is larger than 16 MiB */
    byte[] unpack(byte[] packed) {
        var inflater = inflaters.acquire();
        try {
            inflater.setInput(packed);
            var out = new byte[packed.length * 3 + 64];
            var length = 0;
            while (!inflater.finished()) {
                out = length < out.length ? out : Arrays.copyOf(out, out.length * 2);
                var more = inflater.inflate(out, length, out.length - length);
                length += more;
                if (more == 0 && !inflater.finished() || length > LARGEST) {
                    throw new IllegalArgumentException(
                            "A compressed document is truncated or larger than " + LARGEST + " bytes.");
                }
            }
            return Arrays.copyOf(out, length);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("A compressed document is damaged.", e);
        } finally {
            inflaters.release(inflater);
        }
    }
}
