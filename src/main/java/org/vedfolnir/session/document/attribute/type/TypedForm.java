package org.vedfolnir.session.document.attribute.type;

/**
 * How to write a value that plain JSON would lose.
 *
 * @param tag of its type
 * @param body writes what follows the tag
 * @param <W> the writer
 */
record TypedForm<W>(String tag, Body<W> body) {

    interface Body<W> {
        void write(W to, int depth);
    }
}
