package org.vedfolnir.session.framework;

import jakarta.enterprise.context.SessionScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Named;
import java.io.Serializable;

/** A bean of the session: CDI changes it in place, and never sets it. */
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

    /** Leaves a word for the page that comes after the redirect, whichever node shows it. */
    public String say() {
        FacesContext.getCurrentInstance().getExternalContext().getFlash().put("said", "hello");
        return "counter?faces-redirect=true";
    }
}
