package org.vedfolnir.session.work;

import java.io.Serializable;

/** A bean of an application, as a page with several fields has one; whoever changes it does so in place. */
public final class Form implements Serializable {

    private static final long serialVersionUID = 1;

    public String left = "";
    public String right = "";
    public int count;

    @Override
    public String toString() {
        return left + "|" + right + "|" + count;
    }
}
