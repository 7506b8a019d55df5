package org.vedfolnir.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redisson is relocated in the manager's jar, and the jar reads users' files with its original names all the same. */
class RedissonFilesInTheJarIT {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3.5-single.json",
                "3.10-cluster.yaml",
                "3.17-cluster-nat.yaml",
                "3.30-sentinel.yaml",
                "3.52-single.yaml",
                "4.0-cluster.yaml",
                "4.7-single.yaml"
            })
    void readsTheFile(String file) throws Exception {
        var text = Files.readString(Path.of("src", "test", "resources", "redisson", file));
        var urls = new URL[] {
            Path.of("target", "vedfolnir-session-manager.jar").toUri().toURL()
        };
        try (var loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            var configuration = loader.loadClass("org.vedfolnir.session.store.redis.settings.RedissonConfiguration");
            var read = configuration.getMethod("parse", String.class).invoke(null, text);
            assertThat(configuration.getMethod("overridden").invoke(read).toString())
                    .contains("codec");
        }
    }
}
