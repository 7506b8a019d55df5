package org.vedfolnir.examples.faces;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Named;
import java.io.Serializable;

/** Lives as long as the page in the browser: each tab has its own. */
@Named
@ViewScoped
public class Page implements Serializable {

    private static final long serialVersionUID = 1;

    private int count;

    public void next() {
        count++;
    }

    public int getCount() {
        return count;
    }
}
