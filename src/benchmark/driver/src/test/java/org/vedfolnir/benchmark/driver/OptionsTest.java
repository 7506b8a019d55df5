package org.vedfolnir.benchmark.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {

    private static Options options(String line) {
        return Options.parse(line.isEmpty() ? List.of() : List.of(line.split(" ")));
    }

    @Test
    void comparesAnotherJarWithinAllContestantsWhetherItIsNamedOrNot(@TempDir Path directory) throws IOException {
        var jar = Files.createFile(directory.resolve("old.jar"));
        var expected = List.of("vedfolnir-plain", "vedfolnir-against", "standard-manager", "spring-session", "floor");
        var named = "--contestants vedfolnir-plain,vedfolnir-against,standard-manager,spring-session,floor";

        assertThat(options(named + " --against " + jar).names()).isEqualTo(expected);
        assertThat(options(named.replace("vedfolnir-against,", "") + " --against " + jar)
                        .names())
                .isEqualTo(expected);
        assertThat(options("--against " + jar).names()).containsExactly("vedfolnir-plain", "vedfolnir-against");
    }

    @Test
    void rejectsTheOtherJarsNameWithoutTheJar() {
        assertThatThrownBy(() -> options("--contestants vedfolnir-against"))
                .isInstanceOf(WrongCommandException.class)
                .hasMessageContaining("add --against JAR");
    }

    @Test
    void rejectsContestantsThatKnowOneRedisOnly() {
        assertThatThrownBy(() -> options("--tls --contestants redisson-redis,floor"))
                .isInstanceOf(WrongCommandException.class)
                .hasMessageContaining("redisson-redis does not take part in ./bench --tls")
                .hasMessageContaining("vedfolnir-plain");
        assertThat(options("--tls").names())
                .contains("vedfolnir-plain", "standard-manager", "spring-session", "floor")
                .doesNotContain("redisson-redis");
    }

    @Test
    void tellsEachContestantWhereItsRedisIs() {
        var settings = options("--cluster --tls --contestants vedfolnir-plain,standard-manager,spring-session,floor")
                .competitors();

        assertThat(settings.get(0).settings())
                .containsEntry("redissonConfig", "{clusterServersConfig: {nodeAddresses: [\"{redis}\"]}}")
                .containsEntry("redisTrustStore", "{certificate}")
                .doesNotContainKey("redisUrl");
        assertThat(settings.get(1).settings()).containsOnlyKeys("manager", "pathname");
        assertThat(settings.subList(2, 4)).allSatisfy(each -> assertThat(each.settings())
                .containsEntry("cluster", "true")
                .containsEntry("certificate", "{certificate}")
                .containsEntry("redisUrl", "{redis}"));
    }

    @Test
    void measuresTheWorkloadsOfTheGoalsUnlessOthersAreNamed() {
        assertThat(options("").workloads())
                .containsExactly(Workload.READ, Workload.WRITE, Workload.CREATE, Workload.INVALIDATE, Workload.LARGE);
        assertThat(options("--quick").workloads()).containsExactly(Workload.values());
    }

    @Test
    void estimatesATurnByItsWarmUpsAndFigures() {
        var line = "--parts load --warm-up 12 --seconds 8 --workloads read --contestants floor";
        var one = Estimate.seconds(options(line + " --rounds 1"));

        assertThat(one).isBetween(24.0 + 28, 24.0 + 28 + 10);
        assertThat(Estimate.seconds(options(line + " --rounds 3"))).isEqualTo(3 * one);
        assertThat(Options.usage()).contains("in one round: 2 x warm-up").doesNotContain("%s");
    }
}
