package org.vedfolnir.session.document.attribute.type;

/**
 * How a value is written that plain JSON would lose.
 *
 * @param tag of its type
 * @param body what follows the tag
 */
record TypedForm(String tag, Body body) {

    interface Body {
        void write(TypedWriter to, int depth);
    }
}
