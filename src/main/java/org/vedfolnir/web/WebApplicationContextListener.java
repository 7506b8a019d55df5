package org.vedfolnir.web;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/**
 * Announces the servlet context to the beans, before all other listeners of {@code web.xml} and its classes. TomEE fires CDI's own event only after all
 * listeners, and those read settings.
 */
public final class WebApplicationContextListener implements ServletContextListener {

    @Inject
    private WebApplicationContext application;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        application.started(event.getServletContext());
    }
}
