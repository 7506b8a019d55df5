package org.vedfolnir.benchmark.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Figures of a run that nobody made, written down as the load would. */
final class TestFigures implements AutoCloseable {

    final Figures figures;

    TestFigures(Path directory) throws IOException {
        figures = new Figures(directory.resolve("figures.jsonl"));
    }

    TestFigures load(
            int round, String competitor, Workload workload, double perSecond, double nodeCpu, double redisCpu) {
        figures.add(new Sample(
                round,
                competitor,
                workload.word(),
                Map.of(
                        "requests_per_second", perSecond,
                        "server_cpu_ms_per_1000", nodeCpu,
                        "redis_cpu_ms_per_1000", redisCpu)));
        return this;
    }

    @Override
    public void close() throws IOException {
        figures.close();
    }
}
