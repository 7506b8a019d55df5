package org.vedfolnir.instance;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Queries one instance without the automatic features of an HTTP client: redirects, proxies, cookies, retries, decompression. Aborts a response
 * larger than {@value #LARGEST} bytes. One thread queries; another may call {@link #abort}.
 */
final class GuardedClient implements AutoCloseable {

    static final int LARGEST = 256 << 10;

    private static final int LONGEST_DETAIL = 200;

    private final InstanceAddress instance;
    private final CloseableHttpClient client;

    /** @param patience milliseconds for each step, a connection or a read; the caller limits the total and aborts */
    GuardedClient(InstanceAddress instance, PolicyDnsResolver resolver, SSLContext trust, long patience) {
        this.instance = instance;
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(resolver)
                        .setTlsSocketStrategy(new DefaultClientTlsStrategy(trust))
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(patience, TimeUnit.MILLISECONDS)
                                .setSocketTimeout((int) patience, TimeUnit.MILLISECONDS)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(patience, TimeUnit.MILLISECONDS)
                        .build())
                .setRoutePlanner(new DefaultRoutePlanner(null))
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableAutomaticRetries()
                .disableContentCompression()
                .setUserAgent("Vedfolnir-Sessions")
                .build();
    }

    /**
     * The JSON at a path.
     *
     * @param token sent to this instance only; null for none
     * @throws ProbeFailedException with the reason if there is none
     */
    JsonObject get(String path, @Nullable String token) throws ProbeFailedException {
        var request = new HttpGet(instance.uri().resolve(path));
        request.setHeader(HttpHeaders.ACCEPT, "application/json");
        if (token != null) {
            request.setHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
        }
        try {
            return json(client.execute(request, this::answer), token != null);
        } catch (LargeAnswerException e) {
            throw new ProbeFailedException(ProbeFailure.TOO_LARGE, Integer.toString(LARGEST >> 10));
        } catch (IOException e) {
            throw new ProbeFailedException(failure(e), "");
        }
    }

    private record Answer(int status, String location, byte[] body) {}

    /** The message is not shown. */
    private static final class LargeAnswerException extends IOException {

        private static final long serialVersionUID = 1;
    }

    private Answer answer(ClassicHttpResponse response) throws IOException {
        var entity = response.getEntity();
        // one byte more than allowed shows that the body is too large
        var body = entity == null ? new byte[0] : entity.getContent().readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            // otherwise the client would read the rest, to reuse the connection
            abort();
            throw new LargeAnswerException();
        }
        return new Answer(response.getCode(), location(response), body);
    }

    private static String location(ClassicHttpResponse response) {
        var header = response.getFirstHeader(HttpHeaders.LOCATION);
        return header == null ? "" : bounded(header.getValue());
    }

    private static JsonObject json(Answer answer, boolean withToken) throws ProbeFailedException {
        var status = answer.status();
        if (status >= HttpStatus.SC_MULTIPLE_CHOICES && status < HttpStatus.SC_BAD_REQUEST) {
            throw new ProbeFailedException(ProbeFailure.REDIRECT, answer.location());
        }
        if (withToken && (status == HttpStatus.SC_UNAUTHORIZED || status == HttpStatus.SC_FORBIDDEN)) {
            throw new ProbeFailedException(ProbeFailure.TOKEN_REFUSED, Integer.toString(status));
        }
        if (status == HttpStatus.SC_NOT_FOUND) {
            throw new ProbeFailedException(ProbeFailure.NOT_FOUND, "");
        }
        if (status != HttpStatus.SC_OK) {
            throw new ProbeFailedException(ProbeFailure.STATUS, Integer.toString(status));
        }
        try (var reader = Json.createReader(new ByteArrayInputStream(answer.body()))) {
            return reader.readObject();
        } catch (JsonException e) {
            throw new ProbeFailedException(ProbeFailure.NOT_JSON, "");
        }
    }

    private static ProbeFailure failure(IOException e) {
        if (e instanceof ForbiddenAddressException) {
            return ProbeFailure.FORBIDDEN_ADDRESS;
        } else if (e instanceof BoundedDnsLookup.BusyLookupException) {
            return ProbeFailure.BUSY;
        } else if (e instanceof UnknownHostException) {
            return ProbeFailure.NO_SUCH_HOST;
        } else if (e instanceof SocketTimeoutException || e instanceof ConnectTimeoutException) {
            return ProbeFailure.TOO_SLOW;
        } else if (e instanceof SSLException) {
            return ProbeFailure.TLS;
        }
        return ProbeFailure.NO_CONNECTION;
    }

    /** Text from an untrusted server, in one line and short enough to be shown. */
    static String bounded(String text) {
        var line = text.replaceAll("\\p{Cntrl}", " ").strip();
        return line.length() > LONGEST_DETAIL ? line.substring(0, LONGEST_DETAIL) + "…" : line;
    }

    /** Aborts the request of another thread. */
    void abort() {
        client.close(CloseMode.IMMEDIATE);
    }

    /** Closes at once: connections are not reused, and unread data is dropped. */
    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}
