package org.vedfolnir.benchmark.driver;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** All samples of a run; each goes to a file of JSON Lines as soon as it is there. */
final class Figures implements AutoCloseable {

    private final List<Sample> samples = new ArrayList<>();
    private final BufferedWriter file;

    Figures(Path path) throws IOException {
        Files.createDirectories(path.toAbsolutePath().getParent());
        file = Files.newBufferedWriter(path);
    }

    void add(Sample sample) {
        samples.add(sample);
        try {
            file.write(sample.json());
            file.newLine();
            file.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A figure in each round in which it was taken. */
    Spread spread(String competitor, String subject, String figure) {
        return new Spread(samples.stream()
                .filter(sample -> sample.competitor().equals(competitor)
                        && sample.subject().equals(subject)
                        && sample.figures().containsKey(figure))
                .map(sample -> sample.figures().get(figure))
                .toList());
    }

    /** One contestant's figure divided by another's of the same round. */
    Spread ratio(String competitor, String other, String subject, String figure) {
        return new Spread(samples.stream()
                .filter(sample -> sample.competitor().equals(competitor)
                        && sample.subject().equals(subject))
                .map(sample -> ratio(sample, other, figure))
                .flatMapToDouble(OptionalDouble::stream)
                .boxed()
                .toList());
    }

    private OptionalDouble ratio(Sample sample, String other, String figure) {
        var of = samples.stream()
                .filter(each -> each.round() == sample.round()
                        && each.competitor().equals(other)
                        && each.subject().equals(sample.subject())
                        && each.figures().containsKey(figure))
                .findFirst();
        var mine = sample.figures().get(figure);
        var others = of.isEmpty() ? null : of.get().figures().get(figure);
        return mine == null || others == null ? OptionalDouble.empty() : OptionalDouble.of(mine / others);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
