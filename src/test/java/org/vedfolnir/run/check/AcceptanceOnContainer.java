package org.vedfolnir.run.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vedfolnir.run.node.ContainerCommand;
import org.vedfolnir.run.site.Options;
import org.vedfolnir.run.site.Site;
import org.vedfolnir.run.system.DataFolder;
import org.vedfolnir.run.system.Ports;
import org.vedfolnir.testing.TestFolders;

/** The scenario of {@code ./run --check}, on two nodes of the container that the build names: one of them is killed. */
@Tag("tomee")
class AcceptanceOnContainer {

    @Test
    void passesOnTheContainer() throws Exception {
        var out = new ByteArrayOutputStream();
        var data = DataFolder.open(TestFolders.make("vedfolnir-acceptance"), line -> {});
        try (data;
                var site = Site.start(
                        ContainerCommand.chosen(),
                        new Options(true, false, 2, 0, data.root(), null, null),
                        data,
                        List.of(Ports.free(), Ports.free()),
                        Map.of(),
                        line -> {});
                var probe = new DataProbe(site)) {
            var report = new CheckReport(new PrintStream(out, true, StandardCharsets.UTF_8));

            new AcceptanceScenario(report, site, probe, DataFolder.random()).run();

            var printed = out.toString(StandardCharsets.UTF_8);
            System.out.println(printed);
            assertThat(report.end()).as(printed).isZero();
            assertThat(printed).contains("ok    kill A with -9", "ok    read the audit trail");
        }
    }
}
