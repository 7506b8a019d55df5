package org.vedfolnir.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which patterns the setting accepts, and which paths they match. */
class PublicPathsTest {

    private static final PublicPaths PATHS = PublicPaths.of(" /about, /pub/* ,/api/open/*,");

    @ParameterizedTest
    @ValueSource(strings = {"", "/about", "/pub/*", "/a/b.c/*, /d", "/\u00fcber-uns"})
    void acceptsPathsAndPrefixes(String list) {
        assertThatCode(() -> PublicPaths.of(list)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/*",
                "/",
                "*",
                "about",
                "*.html",
                "/pub*",
                "/pub/*/x",
                "/pub/",
                "//pub",
                "/pub/../home",
                "/./pub",
                "/pub;x",
                "/%70ub",
                "/a b",
                "/pub\\x",
                "/users",
                "/users/*",
                "/users/public",
                "/users.xhtml",
                "/about,/*"
            })
    void rejectsPatternsThatMatchEverythingOrAdministratorsPagesOrNoPath(String list) {
        assertThatThrownBy(() -> PublicPaths.of(list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a list of paths");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/about", "/pub", "/pub/", "/pub/x", "/pub/x/y.html", "/api/open/z"})
    void containsThePathsThatAreListed(String path) {
        assertThat(PATHS.contain(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/home",
                "/about/",
                "/about/x",
                "/about.",
                "/aboutx",
                "/public",
                "/pubx/y",
                "/PUB/x",
                "/api/openx",
                "/api"
            })
    void containsNoOtherPath(String path) {
        assertThat(PATHS.contain(path)).isFalse();
    }

    @Test
    void containsNothingWithoutTheSetting() {
        assertThat(PublicPaths.of("").contain("/")).isFalse();
    }
}
