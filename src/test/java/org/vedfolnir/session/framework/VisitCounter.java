package org.vedfolnir.session.framework;

import jakarta.enterprise.context.SessionScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Named;
import java.io.Serializable;

/** A session-scoped bean: CDI changes it in place and never sets it. */
@Named("visits")
@SessionScoped
public class VisitCounter implements Serializable {

    private static final long serialVersionUID = 1;

    private int count;

    public int getCount() {
        return count;
    }

    public void next() {
        count++;
    }

    /** Puts a word into the flash for the page after the redirect, on any node. */
    public String say() {
        FacesContext.getCurrentInstance().getExternalContext().getFlash().put("said", "hello");
        return "counter?faces-redirect=true";
    }
}
