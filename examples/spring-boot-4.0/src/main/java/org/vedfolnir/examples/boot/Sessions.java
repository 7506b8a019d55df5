package org.vedfolnir.examples.boot;

import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWarDeployment;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.vedfolnir.session.VedfolnirSessionManager;

/** The one line that a Tomcat has in its context.xml, for the Tomcat that the application starts itself. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnNotWarDeployment
public class Sessions {

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> sessionsInRedis() {
        return tomcat -> tomcat.addContextCustomizers(context -> context.setManager(new VedfolnirSessionManager()));
    }
}
