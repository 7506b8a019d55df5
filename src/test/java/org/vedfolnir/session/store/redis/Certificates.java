package org.vedfolnir.session.store.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate authority for one test, and certificates for one server key, made by the JDK's keytool, in PEM. */
public final class Certificates {

    private static final String WORD = "changeit";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final Path directory;

    public Certificates(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        this.directory = directory;
        keytool("-genkeypair", "-alias", "ca", "-dname", "CN=authority", "-ext", "bc:c", "-validity", "10");
        keytool("-genkeypair", "-alias", "server", "-dname", "CN=server", "-validity", "10");
        keytool("-certreq", "-alias", "server", "-file", file("request"));
        keytool("-exportcert", "-rfc", "-alias", "ca", "-file", file("ca.pem"));
        writeKey();
    }

    private void writeKey() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(directory.resolve("keys").toFile(), WORD.toCharArray());
        var key = store.getKey("server", WORD.toCharArray()).getEncoded();
        Files.writeString(
                directory.resolve("key.pem"),
                "-----BEGIN PRIVATE KEY-----\n" + LINES.encodeToString(key) + "\n-----END PRIVATE KEY-----\n");
    }

    /** A certificate for the server's key; {@code extra} as for keytool's {@code -gencert}. */
    public Path certificate(String name, String subject, String... extra) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("-gencert", "-rfc", "-alias", "ca", "-infile", file("request")));
        words.addAll(List.of("-outfile", file(name), "-ext", "san=" + subject));
        words.addAll(List.of(extra));
        keytool(words.toArray(String[]::new));
        return directory.resolve(name);
    }

    public Path authority() {
        return directory.resolve("ca.pem");
    }

    public Path key() {
        return directory.resolve("key.pem");
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private void keytool(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("-keystore", file("keys"), "-storepass", WORD, "-J-XX:TieredStopAtLevel=1"));
        if (words[0].equals("-genkeypair")) {
            command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
        }
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new AssertionError("keytool " + words[0] + " failed.");
        }
    }
}
