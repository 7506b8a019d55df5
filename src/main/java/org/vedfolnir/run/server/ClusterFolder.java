package org.vedfolnir.run.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vedfolnir.run.system.DataFolder;
import org.vedfolnir.run.system.Ports;
import org.vedfolnir.run.system.PrivateFiles;
import org.vedfolnir.run.system.StartupException;

/**
 * The files of a Redis Cluster's servers. These identify themselves and each other by permanent ids, but by ports that
 * another program may use at the next start. So each start assigns new ports, and writes them into the servers' files.
 */
final class ClusterFolder {

    static final int SERVERS = 6;

    /** Redis' own file. */
    static final String NODES = "nodes.conf";

    private static final String MARKER = "made";
    private static final Pattern ADDRESS = Pattern.compile("^(\\w{40}) [^ @]*@\\d+");

    private final DataFolder data;

    private ClusterFolder(DataFolder data) {
        this.data = data;
    }

    /** Removes the files of a start that did not finish creating the Cluster: they cannot contain sessions. */
    static ClusterFolder open(DataFolder data) throws IOException {
        var folder = new ClusterFolder(data);
        if (!folder.isCreated() && Files.exists(data.cluster())) {
            try (var files = Files.walk(data.cluster())) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        for (var place : places(data)) {
            PrivateFiles.createFolder(place.folder());
        }
        return folder;
    }

    static List<RedisFiles> places(DataFolder data) {
        return IntStream.rangeClosed(1, SERVERS)
                .mapToObj(number -> RedisFiles.inCluster(data, number))
                .toList();
    }

    /** Whether its servers know each other, from an earlier start. */
    boolean isCreated() {
        return Files.exists(marker());
    }

    void setCreated() throws IOException {
        PrivateFiles.write(marker(), "The servers beside this file know each other.\n");
    }

    private Path marker() {
        return data.cluster().resolve(MARKER);
    }

    /**
     * Assigns new ports to the servers.
     *
     * @param ports in the order of the places
     * @throws StartupException if a server has lost its own id
     */
    void move(List<Integer> ports) throws IOException {
        var files = places(data).stream()
                .map(place -> place.folder().resolve(NODES))
                .toList();
        var byId = new HashMap<String, Integer>();
        for (var server = 0; server < files.size(); server++) {
            byId.put(idIn(files.get(server)), ports.get(server));
        }
        for (var file : files) {
            var moved = Files.readAllLines(file).stream()
                    .map(line -> moved(line, byId))
                    .collect(Collectors.joining("\n", "", "\n"));
            PrivateFiles.write(file, moved);
        }
    }

    private String idIn(Path file) throws IOException {
        if (Files.exists(file)) {
            var myself = ClusterNode.parse(Files.readString(file)).stream()
                    .filter(ClusterNode::isMyself)
                    .findFirst();
            if (myself.isPresent()) {
                return myself.get().id();
            }
        }
        throw new StartupException(
                file + " does not name the server of the Cluster that it belongs to: restore it, or move the folder "
                        + data.cluster() + " away to start without its sessions.");
    }

    private static String moved(String line, Map<String, Integer> byId) {
        var address = ADDRESS.matcher(line);
        if (!address.find() || !byId.containsKey(address.group(1))) {
            return line;
        }
        var port = byId.get(address.group(1));
        return address.replaceFirst("$1 127.0.0.1:" + port + "@" + Ports.bus(port));
    }
}
