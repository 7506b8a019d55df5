package org.vedfolnir.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vedfolnir.run.check.DataProbe;
import org.vedfolnir.run.check.SetupForm;
import org.vedfolnir.run.check.Visitor;
import org.vedfolnir.run.node.ContainerCommand;
import org.vedfolnir.run.node.NodeProcess;
import org.vedfolnir.run.site.Options;
import org.vedfolnir.run.site.Site;
import org.vedfolnir.run.system.DataFolder;
import org.vedfolnir.run.system.Ports;

/**
 * A running site, with access to its parts from outside.
 *
 * @param data the folder of its data; closing the site removes it
 * @param balancer in front of its nodes
 */
record OpenSite(DataFolder data, Site site, DataProbe witness, Insight insight, RoundRobin balancer)
        implements AutoCloseable {

    /** @param settings environment variables of the nodes */
    static OpenSite start(Map<String, String> settings) throws Exception {
        return start(settings, null);
    }

    /** @param redisUrl of a Redis that runs; null for one of its own */
    static OpenSite start(Map<String, String> settings, @Nullable String redisUrl) throws Exception {
        var data = DataFolder.open(Files.createTempDirectory("vedfolnir-site"), line -> {});
        var site = Site.start(
                ContainerCommand.chosen(),
                new Options(false, false, 2, 0, data.root(), redisUrl, null),
                data,
                List.of(Ports.free(), Ports.free()),
                settings,
                System.err::println);
        var balancer =
                new RoundRobin(site.nodes().stream().map(NodeProcess::port).toList());
        return new OpenSite(data, site, new DataProbe(site), new Insight(site, data.keys()), balancer);
    }

    /** The administrator creates the account. */
    void setUp(String password) throws Exception {
        var made = SetupForm.submit(new Visitor(), site.setup().orElseThrow(), "admin", password);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(302);
    }

    @Override
    public void close() throws IOException, SQLException {
        balancer.close();
        insight.close();
        witness.close();
        site.close();
        data.close();
        remove(data.root());
    }

    Path folder() {
        return data.root();
    }

    /** Removes a folder with its content. A file that a process still writes may remain. */
    static void remove(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            System.err.println("Not all of " + folder + " could be removed: " + e.getMessage());
        }
    }
}
