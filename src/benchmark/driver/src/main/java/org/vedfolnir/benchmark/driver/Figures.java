package org.vedfolnir.benchmark.driver;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntFunction;

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
        return each(round -> ratio(figure(round, competitor, subject, figure), figure(round, other, subject, figure)));
    }

    private static OptionalDouble ratio(OptionalDouble of, OptionalDouble by) {
        return of.isEmpty() || by.isEmpty() || by.getAsDouble() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(of.getAsDouble() / by.getAsDouble());
    }

    /** A figure of one round, if it was taken. */
    OptionalDouble figure(int round, String competitor, String subject, String figure) {
        return samples.stream()
                .filter(sample -> sample.round() == round
                        && sample.competitor().equals(competitor)
                        && sample.subject().equals(subject)
                        && sample.figures().containsKey(figure))
                .mapToDouble(sample -> sample.figures().get(figure))
                .findFirst();
    }

    /** What can be computed out of the figures of one round, for each round. */
    Spread each(IntFunction<OptionalDouble> computed) {
        return new Spread(samples.stream()
                .mapToInt(Sample::round)
                .distinct()
                .mapToObj(computed)
                .flatMapToDouble(OptionalDouble::stream)
                .boxed()
                .toList());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
