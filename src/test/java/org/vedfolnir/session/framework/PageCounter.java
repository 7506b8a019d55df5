package org.vedfolnir.session.framework;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;
import java.io.Serializable;

/** A bean of one page, which Faces keeps in the session. */
@Named("page")
@ViewScoped
public class PageCounter implements Serializable {

    private static final long serialVersionUID = 1;

    private int count;

    public int getCount() {
        return count;
    }

    public void next() {
        count++;
    }
}
