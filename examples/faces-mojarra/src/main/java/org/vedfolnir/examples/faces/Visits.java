package org.vedfolnir.examples.faces;

import jakarta.enterprise.context.SessionScoped;
import jakarta.inject.Named;
import java.io.Serializable;

/** Lives as long as the session. */
@Named
@SessionScoped
public class Visits implements Serializable {

    private static final long serialVersionUID = 1;

    private int count;

    public void next() {
        count++;
    }

    public int getCount() {
        return count;
    }
}
