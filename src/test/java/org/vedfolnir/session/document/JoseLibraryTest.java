package org.vedfolnir.session.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESDecrypter;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vedfolnir.session.document.attribute.EncodedAttribute;
import org.vedfolnir.session.document.json.JsonReader;
import org.vedfolnir.session.document.json.JsonWriter;
import org.vedfolnir.session.document.seal.KeyRing;
import org.vedfolnir.session.document.seal.KeyRingTest;
import org.vedfolnir.session.document.seal.KeySource;

/** A sealed document is a JWE as others know it: a JOSE library that is not ours opens it, and seals one that we open. */
class JoseLibraryTest {

    private static final String KEY = "vedfolnir:session:here";
    private static final SecretKey SECRET =
            new SecretKeySpec(Base64.getDecoder().decode(KeyRingTest.key(9)), "AES");

    private final DocumentCodec sealing =
            new DocumentCodec(KeySource.of(KeyRing.parse("k9:" + KeyRingTest.key(9))), "/");
    private final DocumentCodec plain = new DocumentCodec(KeySource.of(KeyRing.none()), "/");

    private static SessionDocument document(String word, int times) {
        return TestDocuments.with(
                SessionDocument.begin(1787500000000L, 7_200_000, "handle", Instant.EPOCH),
                7,
                Map.of("word", new EncodedAttribute(null, JsonWriter.quoted(word.repeat(times)))));
    }

    private static Map<String, String> members(byte[] json) {
        var members = new LinkedHashMap<String, String>();
        JsonReader.members(new String(json, StandardCharsets.UTF_8))
                .forEach((name, value) -> members.put(name, String.valueOf(JsonReader.value(value))));
        return members;
    }

    private String withoutHeadAndMark(SessionDocument document) {
        return new String(plain.encode(document, KEY), StandardCharsets.UTF_8)
                .replaceFirst("\"_version\":\\d+,\"_until\":\\d+,\"_idle\":\\d+,", "")
                .replaceFirst(",\"mark\":\"[^\"]*\"", "");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5000})
    void opensOurDocumentsWithAnotherLibrary(int times) throws Exception {
        var members = members(sealing.encode(document("nightingale ", times), KEY));
        var jwe = JWEObject.parse(members.get("protected") + "." + members.get("encrypted_key") + "."
                + members.get("iv") + "." + members.get("ciphertext") + "." + members.get("tag"));
        jwe.decrypt(new AESDecrypter(SECRET));

        assertThat(jwe.getPayload().toString()).isEqualTo(withoutHeadAndMark(document("nightingale ", times)));
        assertThat(jwe.getHeader().getKeyID()).isEqualTo("k9");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5000})
    void opensDocumentsThatAnotherLibrarySealed(int times) throws Exception {
        var ours = members(sealing.encode(document("x", times), KEY));
        var jwe = sealed(header(ours), times, new AESEncrypter(SECRET));

        assertThat(decoded(jwe, ",\"encrypted_key\":\"" + jwe.getEncryptedKey() + "\""))
                .isEqualTo(document("nightingale ", times));
    }

    /** As versions before data keys sealed. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5000})
    void opensDirectlyEncryptedDocumentsOfAnotherLibrary(int times) throws Exception {
        var ours = members(sealing.encode(document("x", times), KEY));
        var jwe = sealed(header(ours).replace("A256KW", "dir"), times, new DirectEncrypter(SECRET));

        assertThat(decoded(jwe, "")).isEqualTo(document("nightingale ", times));
    }

    private static String header(Map<String, String> sealed) {
        return new Base64URL(String.valueOf(sealed.get("protected"))).decodeToString();
    }

    private JWEObject sealed(String header, int times, JWEEncrypter by) throws Exception {
        var jwe = new JWEObject(
                JWEHeader.parse(Base64URL.encode(header)),
                new Payload(plain.encode(document("nightingale ", times), KEY)));
        jwe.encrypt(by);
        return jwe;
    }

    private SessionDocument decoded(JWEObject jwe, String encryptedKey) throws Exception {
        var theirs = "{\"_version\":7,\"_until\":1787500000000,\"_idle\":7200000,\"protected\":\""
                + jwe.getHeader().toBase64URL() + "\"" + encryptedKey + ",\"iv\":\"" + jwe.getIV()
                + "\",\"ciphertext\":\"" + jwe.getCipherText() + "\",\"tag\":\"" + jwe.getAuthTag() + "\"}";
        return sealing.decode(theirs.getBytes(StandardCharsets.UTF_8), KEY);
    }
}
