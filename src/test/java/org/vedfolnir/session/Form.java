package org.vedfolnir.session;

import java.io.Serializable;

/** A bean of an application, as a page with several fields has one; whoever changes it does so in place. */
final class Form implements Serializable {

    private static final long serialVersionUID = 1;

    String left = "";
    String right = "";
    int count;

    @Override
    public String toString() {
        return left + "|" + right + "|" + count;
    }
}
