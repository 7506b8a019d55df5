package org.vedfolnir.session.response;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import org.apache.catalina.connector.Connector;

/** The part of the Apache JServ Protocol 1.3 that a GET needs. */
final class AjpClient {

    private static final int FORWARD_REQUEST = 2;
    private static final int GET = 2;
    private static final int COOKIE = 0xA009;
    private static final int HOST = 0xA00B;
    private static final int END = 0xFF;
    private static final int TO_TOMCAT = 0x1234;
    private static final int END_RESPONSE = 5;
    private static final int TIMEOUT_MS = 10_000;

    private AjpClient() {}

    /** On a free port of this machine. */
    static Connector connector() {
        var connector = new Connector("AJP/1.3");
        connector.setPort(0);
        connector.setProperty("secretRequired", "false");
        connector.setProperty("address", "127.0.0.1");
        return connector;
    }

    /** Returns when the whole response is here. */
    static void get(int port, String path, String cookie) throws IOException {
        var request = request(path, cookie);
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(TIMEOUT_MS);
            var out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(TO_TOMCAT);
            out.writeShort(request.length);
            out.write(request);
            out.flush();
            awaitEnd(new DataInputStream(socket.getInputStream()));
        }
    }

    private static byte[] request(String path, String cookie) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeByte(FORWARD_REQUEST);
        out.writeByte(GET);
        for (var each : new String[] {"HTTP/1.1", path, "127.0.0.1", "localhost", "localhost"}) {
            write(out, each);
        }
        out.writeShort(80);
        out.writeBoolean(false); // no TLS
        out.writeShort(2);
        out.writeShort(COOKIE);
        write(out, cookie);
        out.writeShort(HOST);
        write(out, "localhost");
        out.writeByte(END);
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        out.writeShort(text.length());
        out.writeBytes(text);
        out.writeByte(0);
    }

    private static void awaitEnd(DataInputStream in) throws IOException {
        var type = 0;
        while (type != END_RESPONSE) {
            in.readShort();
            type = in.readNBytes(in.readUnsignedShort())[0];
        }
    }
}
