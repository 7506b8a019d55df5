package org.vedfolnir.session.signon;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.catalina.LifecycleException;
import org.apache.catalina.authenticator.SingleSignOn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.store.redis.RealRedis;

/** Tomcat's own single sign-on valve over two applications of a node with our manager. */
class SingleSignOnTest {

    @RegisterExtension
    static final RealRedis REDIS = new RealRedis();

    private static final String KEYS = KeyRing.generate();

    private static SignOnNode a;
    private static SignOnNode b;

    private SignOnVisitor ann = new SignOnVisitor();

    @BeforeAll
    static void start() throws Exception {
        a = new SignOnNode(REDIS.url(), KEYS, new SingleSignOn());
        b = new SignOnNode(REDIS.url(), KEYS, new SingleSignOn());
    }

    @AfterAll
    static void stop() throws LifecycleException {
        a.close();
        b.close();
    }

    @Test
    void signsInToTheOtherApplication() {
        assertThat(ann.get(a, "/two/who").statusCode()).isEqualTo(401);
        ann.signIn(a, "/one");

        assertThat(ann.get(a, "/two/who").body()).isEqualTo("ann, user: true");
        assertThat(ann.get(a, "/one/who").body()).isEqualTo("ann, user: true");
    }

    @Test
    void signsOutOfTheOtherApplication() {
        for (var leaving : new String[] {"/one/invalidate", "/one/logout"}) {
            ann.signIn(a, "/one");
            ann.get(a, "/two/set?name=color&value=blue");
            ann.get(a, "/one/get?name=color");
            var two = ann.session("/two");
            ann.get(a, leaving);

            assertThat(ann.get(a, "/two/who").statusCode()).as(leaving).isEqualTo(401);
            assertThat(ann.get(a, "/one/who").statusCode()).as(leaving).isEqualTo(401);
            assertThat(REDIS.exists(two))
                    .as("the other application's session on the other node")
                    .isFalse();
            ann = new SignOnVisitor();
        }
    }

    @Test
    void sharesSessionsButNoSignOnWithTheOtherNode() {
        ann.signIn(a, "/one");
        ann.get(a, "/one/set?name=color&value=blue");

        assertThat(ann.get(b, "/two/who").statusCode())
                .as("by the sign-on, on the other node")
                .isEqualTo(401);
        assertThat(ann.get(b, "/one/get?name=color", "ann:" + SignOnNode.PASSWORD)
                        .body())
                .as("by the session, on the other node")
                .isEqualTo("blue");
    }
}
