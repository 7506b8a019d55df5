package org.vedfolnir.examples.faces;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Named;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;

/** Signs in with the users of Tomcat. */
@Named
@RequestScoped
public class Door {

    private String name = "";
    private String password = "";

    public void enter() {
        var faces = FacesContext.getCurrentInstance();
        var request = (HttpServletRequest) faces.getExternalContext().getRequest();
        try {
            request.login(name, password);
        } catch (ServletException e) {
            faces.addMessage(null, new FacesMessage("This name and password do not belong together."));
        }
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }
}
