package org.vedfolnir.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Strangers in their own process, so that their cost is not attributed to the node or to the measured users. One thread keeps that many connections open,
 * from 250 networks, and opens that many per second at most. Standard input has the requests, one per line in Base64, in which {@link #NUMBER} is the
 * number of the connection; an empty line starts, and the end of the input ends. Then standard output gets one line.
 */
final class StrangerCrowd {

    /** As long as its replacement, so that an announced length stays right. */
    static final String NUMBER = "@@@@@@@";

    private static final long LOOK_MS = 20;

    private final Selector selector;
    private final int port;
    private final int connections;
    private final double perSecond;
    private final int atOnce;
    private final List<String> requests;
    private final ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
    private final Map<Integer, Integer> answers = new TreeMap<>();
    private volatile boolean over;
    private int sent;

    private StrangerCrowd(int port, int connections, double perSecond, int atOnce, List<String> requests)
            throws IOException {
        this.selector = Selector.open();
        this.port = port;
        this.connections = connections;
        this.perSecond = perSecond;
        this.atOnce = atOnce;
        this.requests = requests;
    }

    /**
     * Arguments: port, connections, new ones a second, how many of them come at the same moment, and for how many seconds answers are awaited after
     * the end.
     */
    public static void main(String[] arguments) throws IOException {
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        var requests = new ArrayList<String>();
        for (var line = input.readLine(); !line.isEmpty(); line = input.readLine()) {
            requests.add(new String(Base64.getDecoder().decode(line), StandardCharsets.US_ASCII));
        }
        var crowd = new StrangerCrowd(
                Integer.parseInt(arguments[0]),
                Integer.parseInt(arguments[1]),
                Double.parseDouble(arguments[2]),
                Integer.parseInt(arguments[3]),
                requests);
        var ending = new Thread(() -> crowd.awaitEnd(input), "end");
        ending.setDaemon(true);
        ending.start();
        System.out.println(crowd.storm(Duration.ofSeconds(Long.parseLong(arguments[4]))));
    }

    private void awaitEnd(BufferedReader input) {
        try {
            while (input.read() >= 0) {
                // the parent sends nothing more; the end of the stream is the message
            }
        } catch (IOException e) {
            // the parent has gone
        }
        over = true;
        selector.wakeup();
    }

    /** @return a sentence about it */
    private String storm(Duration afterwards) throws IOException {
        var begin = System.nanoTime();
        while (!over) {
            var due = atOnce * Math.floor(perSecond * (System.nanoTime() - begin) / 1e9 / atOnce);
            while (sent < due && selector.keys().size() < connections) {
                open();
            }
            read(1000 * (sent + 1 - due) / perSecond);
        }
        var seconds = (System.nanoTime() - begin) / 1e9;
        var asked = sent;
        var end = System.nanoTime() + afterwards.toNanos();
        while (!selector.keys().isEmpty() && System.nanoTime() < end) {
            read(LOOK_MS);
        }
        for (var key : selector.keys()) {
            key.channel().close();
        }
        return "%.0f requests a second, answered %s".formatted(asked / seconds, answers);
    }

    private void open() throws IOException {
        var number = sent++;
        var channel = SocketChannel.open();
        channel.bind(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, (byte) (1 + number % 250), 1}), 0));
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.configureBlocking(false);
        channel.write(ByteBuffer.wrap(requests.get(number % requests.size())
                .replace(NUMBER, "%07d".formatted(number))
                .getBytes(StandardCharsets.US_ASCII)));
        channel.register(selector, SelectionKey.OP_READ, Boolean.FALSE);
    }

    /** Waits for answers, until the next request is due. */
    private void read(double ms) throws IOException {
        selector.select(this::read, Math.max(1, Math.min(LOOK_MS, (long) ms)));
    }

    private void read(SelectionKey key) {
        buffer.clear();
        try {
            var count = ((SocketChannel) key.channel()).read(buffer);
            if (count > 12 && Boolean.FALSE.equals(key.attachment())) {
                answers.merge(
                        Integer.parseInt(new String(buffer.array(), 9, 3, StandardCharsets.US_ASCII)), 1, Integer::sum);
                key.attach(Boolean.TRUE);
            }
            if (count < 0) {
                close(key);
            }
        } catch (IOException e) {
            close(key);
        }
    }

    private void close(SelectionKey key) {
        try {
            if (Boolean.FALSE.equals(key.attachment())) {
                answers.merge(0, 1, Integer::sum); // closed without an answer
            }
            key.cancel();
            key.channel().close();
        } catch (IOException e) {
            // it is closed
        }
    }
}
