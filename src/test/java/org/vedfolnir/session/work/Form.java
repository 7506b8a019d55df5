package org.vedfolnir.session.work;

import java.io.Serializable;

/** A bean of an application with several fields, which requests change in place. */
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
