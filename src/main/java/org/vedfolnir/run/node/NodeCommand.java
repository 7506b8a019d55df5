package org.vedfolnir.run.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command of a node's process. The process reports to its parent on standard output as {@link NodeMain} does, logs to the
 * file, and reads its settings from the environment.
 */
@FunctionalInterface
public interface NodeCommand {

    /**
     * The memory of a password's hash, 19 MiB, fits into a survivor space. With the collector's default sizes, each
     * collection during a hash promotes it to the old generation, and a burst of sign-ins fills that every four
     * seconds, with a pause of 100 ms for a full collection.
     */
    List<String> MEMORY = List.of("-Xmx512m", "-XX:+UseSerialGC", "-Xmn224m", "-XX:SurvivorRatio=6");

    List<String> words(String name, int port, Path log) throws IOException;

    /** A Tomcat inside of this program's own process, from the files of the build. */
    static List<String> embedded(String name, int port, Path log) {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(MEMORY);
        command.add("-Djava.awt.headless=true");
        // the folder of this process, which may be another than the machine's
        command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
        var installed = Installation.ofThisProgram();
        command.addAll(List.of("-cp", installed.classPath(), NodeMain.class.getName()));
        command.addAll(List.of(
                name, Integer.toString(port), log.toString(), installed.war().toString()));
        return command;
    }
}
