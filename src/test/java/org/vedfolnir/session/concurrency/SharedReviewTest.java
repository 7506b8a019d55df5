package org.vedfolnir.session.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.catalina.realm.GenericPrincipal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vedfolnir.session.engine.part.SessionTooLargeException;
import org.vedfolnir.session.http.SessionFacade;
import org.vedfolnir.session.node.Node;
import org.vedfolnir.session.store.Eventually;
import org.vedfolnir.session.work.Exchange;
import org.vedfolnir.session.work.Form;
import org.vedfolnir.session.work.Keeper;
import org.vedfolnir.session.work.Keepers;
import org.vedfolnir.session.work.Point;
import org.vedfolnir.session.work.Requests;

/** Races of requests that share a session, found in a review. */
class SharedReviewTest {

    @RegisterExtension
    static final Keepers KEEPERS = new Keepers();

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Requests visitor = new Requests();
    private final Point point = new Point();

    private static List<Object> tooMuch() {
        return new ArrayList<>(Collections.nCopies(20_000, "element"));
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(HttpSession session, String name) {
        return (List<Object>) Objects.requireNonNull(session.getAttribute(name));
    }

    @AsOne
    void savesAnObjectUnderBothNamesIfAnotherRequestReadOne(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> {
            var cart = new ArrayList<Object>(List.of("bread"));
            exchange.set("cart", cart);
            return exchange.set("form", cart);
        });
        var first = visitor.begin(site.node(), exchange -> {
            var cart = list(exchange.session(), "cart");
            point.hold();
            return cart.add("milk");
        });
        point.reached();
        assertThat(visitor.get(site.node(), "form")).isEqualTo("[bread]");
        point.letGo();
        first.join();

        assertThat(visitor.get(site.other(), "cart")).isEqualTo("[bread, milk]");
        assertThat(visitor.get(site.other(), "form")).isEqualTo("[bread, milk]");
        assertThat(visitor.get(
                        site.other(),
                        exchange -> exchange.session().getAttribute("cart")
                                == exchange.session().getAttribute("form")))
                .isEqualTo("true");
    }

    @Test
    void keepsTheNewValueOfAnotherRequestAfterARejection() {
        var site = KEEPERS.of(Keeper.SHARED);
        visitor.get(site.node(), exchange -> exchange.set("color", "none"));
        var spoiling = visitor.send(site.node(), exchange -> {
            exchange.set("color", "red");
            exchange.set("cart", tooMuch());
            point.hold();
            return "done";
        });
        point.reached();
        var later = new Point();
        var second = visitor.begin(site.node(), exchange -> {
            exchange.set("color", "blue");
            later.hold();
            return "set";
        });
        later.reached();
        point.letGo();
        assertThat(spoiling.join().statusCode()).isEqualTo(500);
        later.letGo();
        second.join();

        assertThat(visitor.get(site.other(), "color")).isEqualTo("blue");
    }

    @Test
    void restoresTheEarlierValueOfAnotherRequestAfterARejection() {
        var site = KEEPERS.of(Keeper.SHARED);
        visitor.get(site.node(), exchange -> exchange.set("color", "none"));
        var later = new Point();
        var second = visitor.begin(site.node(), exchange -> {
            exchange.set("color", "blue");
            later.hold();
            return "set";
        });
        later.reached();
        var spoiling = visitor.send(site.node(), exchange -> {
            exchange.set("color", "red");
            exchange.set("cart", tooMuch());
            point.hold();
            return "done";
        });
        point.reached().letGo();
        assertThat(spoiling.join().statusCode()).isEqualTo(500);
        later.letGo();
        second.join();

        assertThat(visitor.get(site.other(), "color")).isEqualTo("blue");
    }

    @Test
    void showsNothingOfARequestThatWasAnswered503() throws Exception {
        var site = KEEPERS.of(Keeper.SHARED);
        visitor.get(site.node(), exchange -> exchange.set("color", "none"));
        var stream = visitor.begin(site.node(), exchange -> {
            exchange.session();
            point.hold();
            return "over";
        });
        point.reached();
        var away = new Point();
        var failing = visitor.send(site.node(), exchange -> {
            exchange.set("color", "of the request that fails");
            exchange.set("beside", "of the request that fails");
            away.hold();
            return "done";
        });
        away.reached();
        KEEPERS.redis().pause();
        try {
            away.letGo();
            assertThat(failing.join().statusCode()).isEqualTo(503);
        } finally {
            KEEPERS.redis().resume();
        }
        for (var node : new Node[] {site.node(), site.other()}) {
            Eventually.within(
                    PATIENCE, () -> visitor.send(node, Exchange::found).join().statusCode() == 200);
        }
        visitor.get(site.other(), exchange -> exchange.set("color", "acknowledged"));

        assertThat(visitor.get(site.node(), "color")).isEqualTo("acknowledged");
        point.letGo();
        stream.join();
        assertThat(visitor.get(site.other(), "color")).isEqualTo("acknowledged");
    }

    @Test
    void keepsASignInDuringARejectionOfAnotherRequest() {
        var site = KEEPERS.of(Keeper.SHARED);
        visitor.get(site.node(), exchange -> exchange.set("color", "none"));
        var signsIn = visitor.begin(site.node(), exchange -> {
            var session = ((SessionFacade) exchange.session()).session();
            session.setAuthType("FORM");
            session.setPrincipal(new GenericPrincipal("ann", List.of("user")));
            point.hold();
            return "signed in";
        });
        point.reached();
        var spoiling = visitor.send(site.node(), exchange -> exchange.set("cart", tooMuch()));
        assertThat(spoiling.join().statusCode()).isEqualTo(500);
        point.letGo();
        signsIn.join();

        assertThat(visitor.get(site.other(), exchange -> {
                    exchange.session();
                    return Objects.requireNonNullElse(exchange.request().getRemoteUser(), "nobody");
                }))
                .isEqualTo("ann");
    }

    /** Takes a lock of the application during deserialization. */
    private static final class Guarded implements Serializable {
        private static final long serialVersionUID = 1;
        static final Object LOCK = new Object();
        static volatile @Nullable Point before;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            var here = before;
            if (here != null) {
                before = null;
                here.hold();
            }
            synchronized (LOCK) {
                LOCK.notifyAll();
            }
        }
    }

    @AsOne
    void blocksNoRequestIfAValueTakesALockDuringDeserialization(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> {
            exchange.set("guarded", new Guarded());
            return exchange.set("color", "red");
        });
        if (keeper != Keeper.TOMCAT) {
            Guarded.before = point;
        } else {
            point.letGo();
        }
        var locked = new Point();
        var holds = visitor.begin(site.node(), exchange -> {
            var session = exchange.session();
            synchronized (Guarded.LOCK) {
                locked.hold();
                return session.getAttribute("color");
            }
        });
        locked.reached();
        var reads = visitor.begin(site.node(), exchange -> exchange.session().getAttribute("guarded") != null);
        if (keeper != Keeper.TOMCAT) {
            point.reached().letGo();
        }
        locked.letGo();

        assertThat(holds.orTimeout(15, TimeUnit.SECONDS).join()).isEqualTo("red");
        assertThat(reads.join()).isEqualTo("true");
    }

    /** Takes a lock of the application when it is unbound. */
    private static final class LockingListener implements HttpSessionBindingListener, Serializable {
        private static final long serialVersionUID = 1;
        static final Object LOCK = new Object();
        static volatile @Nullable Point before;

        @Override
        public void valueUnbound(HttpSessionBindingEvent event) {
            var here = before;
            if (here != null) {
                before = null;
                here.hold();
            }
            synchronized (LOCK) {
                LOCK.notifyAll();
            }
        }
    }

    @AsOne
    void blocksNoRequestIfAListenerOfTheEndWaitsForALock(Keeper keeper) {
        var site = KEEPERS.of(keeper);
        visitor.get(site.node(), exchange -> exchange.set("mourner", new LockingListener()));
        LockingListener.before = point;
        var locked = new Point();
        var old = visitor.copy();
        var holds = old.begin(site.node(), exchange -> {
            synchronized (LockingListener.LOCK) {
                locked.hold();
                return exchange.found();
            }
        });
        locked.reached();
        var ends = visitor.begin(site.node(), exchange -> {
            exchange.session().invalidate();
            return "ended";
        });
        point.reached().letGo();
        locked.letGo();

        assertThat(holds.orTimeout(15, TimeUnit.SECONDS).join()).isEqualTo("no session");
        assertThat(ends.join()).isEqualTo("ended");
    }

    /** Takes a lock of the application during serialization, as synchronized collections do. */
    private static final class Written implements Serializable {
        private static final long serialVersionUID = 1;
        static volatile @Nullable Point first;
        static volatile @Nullable Point second;

        int count;

        private void writeObject(ObjectOutputStream out) throws IOException {
            var here = first;
            if (here != null) {
                first = null;
                here.hold();
                out.defaultWriteObject();
                return;
            }
            here = second;
            if (here != null) {
                second = null;
                here.hold();
            }
            synchronized (this) {
                out.defaultWriteObject();
            }
        }
    }

    @Test
    void savesAFlushUnderALockOfAnAttributeDuringAnotherEncoding() {
        var site = KEEPERS.of(Keeper.SHARED);
        visitor.get(site.node(), exchange -> exchange.set("written", new Written()));
        var all = visitor.begin(site.node(), exchange -> {
            exchange.session();
            point.hold();
            return "over";
        });
        point.reached();
        var one = new Point();
        var two = new Point();
        var begun = new Point();
        var slow = visitor.send(site.node(), exchange -> {
            exchange.get(Written.class, "written").count++;
            begun.hold();
            return "slow";
        });
        begun.reached();
        Written.second = two;
        Written.first = one;
        begun.letGo();
        one.reached();
        visitor.get(site.node(), exchange -> exchange.set("other", "saved meanwhile"));
        var locked = new Point();
        var flushes = visitor.send(site.node(), exchange -> {
            exchange.set("color", "red");
            var written = exchange.get(Written.class, "written");
            synchronized (written) {
                locked.hold();
                exchange.session().setAttribute("color", "blue");
                exchange.response().getWriter().print("flushed");
                exchange.response().flushBuffer();
            }
            return "";
        });
        locked.reached();
        one.letGo();
        two.reached().letGo();
        locked.letGo();

        assertThat(flushes.join().statusCode()).isEqualTo(200);
        assertThat(slow.join().statusCode()).isEqualTo(200);
        point.letGo();
        all.join();
    }

    @Test
    void harmsNoRequestIfAChangeOfARetainedSessionIsRejected() {
        var site = KEEPERS.of(Keeper.SHARED);
        var kept = new AtomicReference<@Nullable HttpSession>();
        visitor.get(site.node(), exchange -> exchange.set("form", new Form()));
        visitor.get(site.node(), exchange -> {
            kept.set(exchange.session());
            return "kept";
        });
        var running = visitor.send(site.node(), exchange -> {
            exchange.session();
            point.hold();
            return exchange.set("color", "red");
        });
        point.reached();
        try {
            Objects.requireNonNull(kept.get()).setAttribute("cart", tooMuch());
            throw new AssertionError("The change was not rejected.");
        } catch (RuntimeException e) {
            assertThat(e).isInstanceOf(SessionTooLargeException.class);
        }
        assertThat(visitor.get(site.node(), "cart")).isEqualTo("null");
        point.letGo();

        assertThat(running.join().statusCode()).isEqualTo(200);
        assertThat(visitor.get(site.other(), "color")).isEqualTo("red");
    }

    @Test
    void failsAtMostOneRequestForAnUnstorableValueOfAThread() throws Exception {
        var site = KEEPERS.of(Keeper.SHARED);
        visitor.get(site.node(), exchange -> exchange.set("form", new Form()));
        var all = visitor.begin(site.node(), exchange -> {
            exchange.session();
            point.hold();
            return "over";
        });
        point.reached();
        var failing = visitor.send(site.node(), exchange -> {
            var session = exchange.session();
            var thread = new Thread(() -> session.setAttribute("cart", tooMuch()));
            thread.start();
            thread.join();
            return exchange.set("beside", "set");
        });
        assertThat(failing.join().statusCode()).isEqualTo(500);

        assertThat(visitor.get(site.node(), exchange -> exchange.set("color", "red")))
                .isEqualTo("set");
        assertThat(visitor.get(site.other(), "color")).isEqualTo("red");
        point.letGo();
        all.join();
    }

    @Test
    void releasesASessionThatEndedInItsRequest() {
        var site = KEEPERS.of(Keeper.SHARED);
        site.node().manager().setSessionActivityCheck(true);
        try {
            for (var i = 0; i < 5; i++) {
                visitor.get(site.node(), exchange -> {
                    exchange.request().getSession().invalidate();
                    return exchange.set("color", "red");
                });
            }
            site.node().manager().runtime().activeSessions().touch();
            assertThat(site.node().manager().runtime().activeSessions().size()).isZero();
        } finally {
            site.node().manager().setSessionActivityCheck(false);
        }
    }

    private static final AtomicInteger WRITES = new AtomicInteger();

    private static final class Counted implements Serializable {
        private static final long serialVersionUID = 1;
        private final int number;

        Counted(int number) {
            this.number = number;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            WRITES.incrementAndGet();
            out.defaultWriteObject();
        }

        @Override
        public String toString() {
            return "" + number;
        }
    }

    @Test
    void keepsSavesCheapDuringAStreamThatReadsReplacedValues() throws Exception {
        var site = KEEPERS.of(Keeper.SHARED);
        visitor.get(site.node(), exchange -> exchange.set("counted", new Counted(0)));
        var session = new AtomicReference<@Nullable HttpSession>();
        var all = visitor.begin(site.node(), exchange -> {
            session.set(exchange.session());
            point.hold();
            return "over";
        });
        point.reached();
        for (var i = 1; i <= 40; i++) {
            Objects.requireNonNull(session.get()).getAttribute("counted");
            var now = new Counted(i);
            visitor.get(site.other(), exchange -> exchange.set("counted", now));
            visitor.get(site.node(), Exchange::found);
        }
        assertThat(Objects.requireNonNull(session.get()).getAttribute("counted"))
                .hasToString("40");
        WRITES.set(0);
        visitor.get(site.node(), exchange -> exchange.set("color", "red"));
        assertThat(WRITES.get()).isLessThan(10);
        point.letGo();
        all.join();
    }

    /** Its serialization throws. */
    private static final class Broken implements Serializable {
        private static final long serialVersionUID = 1;

        private transient boolean now;

        private void writeObject(ObjectOutputStream out) throws IOException {
            if (now) {
                throw new IllegalStateException("of the application");
            }
            out.defaultWriteObject();
        }
    }

    @Test
    void showsNoValueWhoseSerializationThrows() {
        var site = KEEPERS.of(Keeper.REFUSING);
        visitor.get(site.node(), exchange -> exchange.set("color", "none"));
        var all = visitor.begin(site.node(), exchange -> {
            exchange.session();
            point.hold();
            return "over";
        });
        point.reached();
        var failing = visitor.send(site.node(), exchange -> {
            exchange.set("color", "of the request that fails");
            exchange.set("broken", new Broken());
            exchange.get(Broken.class, "broken").now = true;
            return "set";
        });
        assertThat(failing.join().statusCode()).isEqualTo(500);

        assertThat(visitor.get(site.node(), "color")).isEqualTo("none");
        assertThat(visitor.get(site.node(), "broken")).isEqualTo("null");
        visitor.get(site.other(), exchange -> exchange.set("color", "acknowledged"));
        assertThat(visitor.get(site.node(), "color")).isEqualTo("acknowledged");
        point.letGo();
        all.join();
    }

    @Test
    void keepsTheSessionAfterARejectionThatFollowsAnIdChange() {
        var site = KEEPERS.of(Keeper.SHARED);
        visitor.get(site.node(), exchange -> exchange.set("color", "red"));
        var running = visitor.copy().begin(site.node(), exchange -> {
            exchange.session();
            point.hold();
            return exchange.set("color", "blue");
        });
        point.reached();
        var failing = visitor.send(site.node(), exchange -> {
            exchange.request().changeSessionId();
            exchange.session().setMaxInactiveInterval(77);
            return exchange.set("cart", tooMuch());
        });
        assertThat(failing.join().statusCode()).isEqualTo(500);
        point.letGo();
        running.join();

        assertThat(visitor.get(site.other(), "color")).isEqualTo("blue");
        assertThat(visitor.get(site.other(), exchange -> exchange.session().getMaxInactiveInterval()))
                .isEqualTo("1800");
    }
}
