package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.store.redis.RealRedis;

/** The steps of docs/moving-over.md: the former manager on one Tomcat, ours on the other, and visitors who go from one to the other. */
@Tag("moving")
class MovingOver {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final String BASKET = "ann has Basket[owner=ann, lines=[tea, jam], again=[tea, jam]]";

    /** A page of the old application with Spring Session: its filter, and the beans that configure it. */
    private static final String SPRING = """
        <listener><listener-class>org.springframework.web.context.ContextLoaderListener</listener-class></listener>
        <filter><filter-name>springSessionRepositoryFilter</filter-name>
          <filter-class>org.springframework.web.filter.DelegatingFilterProxy</filter-class></filter>
        <filter-mapping><filter-name>springSessionRepositoryFilter</filter-name><url-pattern>/*</url-pattern></filter-mapping>
        """;

    private static final String BEANS = """
        <beans xmlns="http://www.springframework.org/schema/beans" xmlns:context="http://www.springframework.org/schema/context"
               xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
               xsi:schemaLocation="http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd
                 http://www.springframework.org/schema/context http://www.springframework.org/schema/context/spring-context.xsd">
          <context:annotation-config/>
          <bean class="org.springframework.session.data.redis.config.annotation.web.http.%s"/>
          <bean class="org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory">
            <constructor-arg value="127.0.0.1"/><constructor-arg value="%d"/>
          </bean>
        </beans>
        """;

    /** What Spring Security keeps in the session, and finds there again. */
    private static final String SECURITY = """
        <%@ page session="false" import="org.springframework.security.core.context.*,org.springframework.security.core.authority.*,org.springframework.security.authentication.*,org.springframework.security.web.context.*" %><%
          var contexts = new HttpSessionSecurityContextRepository();
          if (request.getParameter("user") != null) {
            contexts.saveContext(new SecurityContextImpl(UsernamePasswordAuthenticationToken.authenticated(
                request.getParameter("user"), null, AuthorityUtils.createAuthorityList("ROLE_CUSTOMER"))), request, response);
          }
          var found = contexts.loadDeferredContext(request).get().getAuthentication();
        %><%= found == null ? "nobody" : found.getName() + " " + found.getAuthorities() %>""";

    private static final Pattern ID = Pattern.compile("=([^;]+)");

    @AfterEach
    void empty() {
        REDIS.command("FLUSHALL");
    }

    private static String body(StockTomcat tomcat, String path, String cookie) throws Exception {
        var answer = tomcat.get(path, cookie);
        assertThat(answer.headers().allValues("Set-Cookie"))
                .as("cookies of %s", path)
                .isEmpty();
        return answer.body();
    }

    private static String id(String cookie) {
        var found = ID.matcher(cookie);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private StockTomcat redissonTomcat(String attributes, String codec) throws Exception {
        var tomcat = MovedShop.into(new StockTomcat("10.1"));
        MovedShop.copy("redisson-tomcat", tomcat.home().resolve("lib"));
        Files.writeString(
                tomcat.home().resolve("conf/redisson.yaml"),
                "singleServerConfig:\n  address: \"redis://127.0.0.1:%d\"\n%s\n".formatted(REDIS.port(), codec));
        MovedShop.manager(
                tomcat,
                "<Manager className=\"org.redisson.tomcat.RedissonSessionManager\""
                        + " configPath=\"${catalina.base}/conf/redisson.yaml\" " + attributes + "/>");
        return tomcat;
    }

    private static StockTomcat ours(String line, String attributes) throws IOException {
        var tomcat = MovedShop.into(new StockTomcat(line).withManagerJar().with("REDIS_URL", REDIS.url()));
        MovedShop.ours(tomcat, attributes);
        return tomcat;
    }

    private static String signIn(StockTomcat tomcat) throws Exception {
        var cookie = StockTomcat.cookie(tomcat.get("/shop/own.jsp", null));
        var signedIn = tomcat.post("/shop/j_security_check", "j_username=ann&j_password=" + MovedShop.PASSWORD, cookie);
        return signedIn.headers()
                .firstValue("Set-Cookie")
                .map(set -> set.split(";", 2)[0])
                .orElse(cookie);
    }

    @ParameterizedTest
    @CsvSource({
        "readMode=\"REDIS\"",
        "readMode=\"MEMORY\" updateMode=\"AFTER_REQUEST\"",
    })
    void movesFromRedissonTomcatAsItComes(String attributes) throws Exception {
        try (var old = redissonTomcat(attributes, "").start();
                var moved = ours("10.1", "adoptFrom=\"redisson-tomcat\"").start()) {
            var cookie = StockTomcat.cookie(old.get("/shop/shop.jsp?name=ann", null));
            var hash = "redisson:tomcat_session:" + id(cookie);
            assertThat(REDIS.command("EXISTS", hash)).isEqualTo("1");

            assertThat(body(moved, "/shop/shop.jsp", cookie)).isEqualTo(BASKET + ", user null.");
            assertThat(REDIS.command("EXISTS", hash)).isEqualTo("0");
            assertThat(moved.logs())
                    .contains("adoptFrom is redisson-tomcat", "of redisson-tomcat continues here")
                    .doesNotContain(id(cookie));

            // a request that still goes to the old node, which has the session in its memory
            old.get("/shop/shop.jsp", cookie);
            assertThat(body(moved, "/shop/shop.jsp", cookie)).isEqualTo(BASKET + ", user null.");
            moved.get("/shop/shop.jsp?leave=1", cookie);
            old.get("/shop/shop.jsp", cookie);
            assertThat(moved.get("/shop/shop.jsp", cookie).body()).startsWith("no session");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "codec: !<org.redisson.codec.SerializationCodec> {}"})
    void movesUsersOfTheContainerFromRedissonTomcat(String codec) throws Exception {
        try (var old = redissonTomcat("", codec).start();
                var moved = ours("10.1", "adoptFrom=\"redisson-tomcat\"").start()) {
            var cookie = signIn(old);
            assertThat(old.get("/shop/own.jsp", cookie).body()).contains("user ann");

            assertThat(body(moved, "/shop/own.jsp", cookie)).contains("user ann");
            assertThat(body(moved, "/shop/own.jsp", cookie)).contains("user ann");
        }
    }

    @ParameterizedTest
    @CsvSource({"RedisHttpSessionConfiguration", "RedisIndexedHttpSessionConfiguration"})
    void movesFromSpringSession(String configuration) throws Exception {
        try (var old = MovedShop.into(new StockTomcat("11.0"));
                var moved = ours("11.0", "adoptFrom=\"spring-session\"")) {
            for (var each : new StockTomcat[] {old, moved}) {
                var shop = each.home().resolve("webapps/shop");
                MovedShop.copy("spring-session", shop.resolve("WEB-INF/lib"));
                Files.writeString(shop.resolve("security.jsp"), SECURITY);
            }
            MovedShop.write(old, SPRING);
            Files.writeString(
                    old.home().resolve("webapps/shop/WEB-INF/applicationContext.xml"),
                    BEANS.formatted(configuration, REDIS.port()));
            MovedShop.write(
                    moved, "<session-config><cookie-config><name>SESSION</name></cookie-config></session-config>");
            old.start();
            moved.start();
            var cookie = StockTomcat.cookie(old.get("/shop/shop.jsp?name=ann", null));
            assertThat(cookie).startsWith("SESSION=");
            assertThat(old.get("/shop/security.jsp?user=ann", cookie).body()).isEqualTo("ann [ROLE_CUSTOMER]");
            var hash =
                    "spring:session:sessions:" + new String(Base64.getDecoder().decode(id(cookie)));
            assertThat(REDIS.command("EXISTS", hash)).isEqualTo("1");

            assertThat(body(moved, "/shop/shop.jsp", cookie)).isEqualTo(BASKET + ", user null.");
            assertThat(body(moved, "/shop/security.jsp", cookie)).isEqualTo("ann [ROLE_CUSTOMER]");
            assertThat(REDIS.command("EXISTS", hash)).isEqualTo("0");
            assertThat(old.get("/shop/shop.jsp", cookie).body()).startsWith("no session");
        }
    }

    /** One node of two: its visitors come from a balancer with sticky sessions. */
    @Test
    void movesFromTomcatsOwnManagerOverARestart() throws Exception {
        try (var tomcat = MovedShop.into(new StockTomcat("11.0"))) {
            MovedShop.manager(tomcat, "<Manager persistAuthentication=\"true\"/>");
            tomcat.start();
            var cookie = signIn(tomcat);
            tomcat.get("/shop/shop.jsp?name=ann", cookie);
            assertThat(jmx(
                            tomcat,
                            "?set=Catalina:type=Manager,host=localhost,context=/shop&att=pathname&val=SESSIONS.ser"))
                    .contains("OK");
            tomcat.stop();

            tomcat.withManagerJar().with("REDIS_URL", REDIS.url());
            MovedShop.ours(tomcat, "adoptFrom=\"standard-manager\"");
            tomcat.start();

            assertThat(body(tomcat, "/shop/own.jsp", cookie)).isEqualTo(BASKET + ", user ann.");
            assertThat(tomcat.lastConsole()).contains("1 sessions of Tomcat's own manager were imported");
            assertThat(tomcat.home().resolve("work/Catalina/localhost/shop/SESSIONS.ser.imported"))
                    .exists();
        }
    }

    /** As an operator asks Tomcat's application {@code manager}. */
    private static String jmx(StockTomcat tomcat, String query) throws Exception {
        var login = Base64.getEncoder().encodeToString(("operator:" + MovedShop.PASSWORD).getBytes());
        return tomcat.raw("GET /manager/jmxproxy/" + query + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Authorization: Basic " + login + "\r\n\r\n");
    }
}
