package org.vedfolnir.examples.wicket;

import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.annotation.WebInitParam;
import org.apache.wicket.protocol.http.WicketFilter;

/** Where Wicket begins. */
@WebFilter(
        urlPatterns = "/*",
        initParams = {
            @WebInitParam(name = "applicationClassName", value = "org.vedfolnir.examples.wicket.Counters"),
            @WebInitParam(name = "filterMappingUrlPattern", value = "/*"),
            @WebInitParam(name = "configuration", value = "deployment")
        })
public class Filter extends WicketFilter {}
