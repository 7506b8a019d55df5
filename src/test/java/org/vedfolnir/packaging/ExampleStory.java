package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

/** A user's actions in one example: they sign in and count to three on two nodes; one node dies; they continue with their data. */
interface ExampleStory {

    String USER = "ann";

    /** Uses b first, and a last. */
    void countToThree(ExampleNode a, ExampleNode b) throws Exception;

    void continueOn(ExampleNode b) throws Exception;

    /** A cart behind Tomcat's form login. */
    record Cart(ExampleVisitor visitor, String password) implements ExampleStory {

        @Override
        public void countToThree(ExampleNode a, ExampleNode b) throws Exception {
            visitor.open(a.uri("servlet", "/cart"));
            var cart = visitor.submit(b, "j_security_check", Map.of("j_username", USER, "j_password", password));
            assertThat(cart).contains("ann has 0");
            assertThat(add(a)).contains("ann has 1");
            assertThat(add(b)).contains("ann has 2");
            assertThat(add(a)).contains("ann has 3");
        }

        @Override
        public void continueOn(ExampleNode b) throws Exception {
            assertThat(add(b)).contains("ann has 4");
        }

        private String add(ExampleNode node) throws Exception {
            return visitor.submit(node, "Add a book", Map.of());
        }
    }

    /** Spring Security's form with its CSRF token, whose filters come before all others. */
    record Boot(String example, ExampleVisitor visitor, String password) implements ExampleStory {

        @Override
        public void countToThree(ExampleNode a, ExampleNode b) throws Exception {
            visitor.open(a.uri(example, "/count"));
            assertThat(visitor.address().getPath()).endsWith("/login");
            var before = visitor.id();
            assertThat(visitor.submit(b, "_csrf", Map.of("username", USER, "password", password)))
                    .as("the page that was requested first")
                    .isEqualTo("ann 1");
            assertThat(visitor.id()).as("the id after the sign-in").isNotEmpty().isNotEqualTo(before);
            assertThat(count(b)).isEqualTo("ann 2");
            assertThat(count(a)).isEqualTo("ann 3");
        }

        @Override
        public void continueOn(ExampleNode b) throws Exception {
            assertThat(count(b)).isEqualTo("ann 4");
            visitor.open(b.uri(example, "/logout"));
            visitor.submit(b, "_csrf", Map.of());
            assertThat(visitor.address().toString()).endsWith("/login?logout");
            count(b);
            assertThat(visitor.address().getPath())
                    .as("the page after the sign-out")
                    .endsWith("/login");
        }

        private String count(ExampleNode node) throws Exception {
            return visitor.open(node.uri(example, "/count"));
        }
    }

    /** A session-scoped bean, and a view-scoped one. */
    record Faces(String example, ExampleVisitor visitor, String password) implements ExampleStory {

        @Override
        public void countToThree(ExampleNode a, ExampleNode b) throws Exception {
            assertThat(visitor.open(a.uri(example, "/index.xhtml"))).contains("nobody has 0, this page 0");
            var door = Map.of("door:name", USER, "door:password", password, "door:enter", "x");
            assertThat(visitor.submit(b, "id=\"door\"", door)).contains("ann has 0, this page 0");
            assertThat(press(a, "visit")).contains("ann has 1, this page 0");
            assertThat(press(b, "turn")).contains("ann has 1, this page 1");
            assertThat(press(b, "visit")).contains("ann has 2, this page 1");
            assertThat(press(a, "turn")).contains("ann has 2, this page 2");
            assertThat(press(a, "visit")).contains("ann has 3, this page 2");
        }

        @Override
        public void continueOn(ExampleNode b) throws Exception {
            assertThat(press(b, "visit")).contains("ann has 4, this page 2");
            assertThat(press(b, "turn")).contains("ann has 4, this page 3");
        }

        private String press(ExampleNode node, String button) throws Exception {
            return visitor.submit(node, "id=\"counters\"", Map.of("counters:" + button, "x"));
        }
    }

    /** A page with server-side state. */
    record Wicket(ExampleVisitor visitor, String password) implements ExampleStory {

        @Override
        public void countToThree(ExampleNode a, ExampleNode b) throws Exception {
            assertThat(text(visitor.open(a.uri("wicket", "/")))).contains("nobody has 0, this page 0");
            assertThat(text(visitor.submit(b, "Sign in", Map.of("user", USER, "password", password))))
                    .contains("ann has 0, this page 0");
            assertThat(visit(a)).contains("ann has 1, this page 0");
            assertThat(turn(b)).contains("ann has 1, this page 1");
            assertThat(visit(b)).contains("ann has 2, this page 1");
            assertThat(turn(a)).contains("ann has 2, this page 2");
            assertThat(visit(a)).contains("ann has 3, this page 2");
        }

        @Override
        public void continueOn(ExampleNode b) throws Exception {
            assertThat(visit(b)).contains("ann has 4, this page 2");
            assertThat(turn(b)).contains("ann has 4, this page 3");
        }

        private String visit(ExampleNode node) throws Exception {
            return text(visitor.follow(node, "Count in the session"));
        }

        private String turn(ExampleNode node) throws Exception {
            return text(visitor.follow(node, "Count on this page"));
        }

        private static String text(String page) {
            return page.replaceAll("<[^>]*>", "");
        }
    }
}
