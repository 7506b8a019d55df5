package org.vedfolnir.session.former;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ObjectInputFilter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.catalina.realm.GenericPrincipal;
import org.junit.jupiter.api.Test;
import org.redisson.client.codec.Codec;
import org.vedfolnir.session.document.attribute.AttributeCodec;

/** Sessions of redisson-tomcat, for each codec of its client that can be read. */
abstract class RedissonTomcatFormatContract extends FormerFormatContract {

    abstract Codec codec();

    @Override
    FormerFormat format(ObjectInputFilter filter) {
        return new RedissonTomcatFormat(
                "", new AttributeCodec(filter), filter, RedissonTomcatFormatContract.class::getClassLoader);
    }

    @Override
    Map<String, byte[]> written(long created, long last, int idleSeconds, Map<String, ?> attributes) {
        return FormerHashes.redisson(codec(), created, last, idleSeconds, attributes);
    }

    @Override
    List<String> essential() {
        return List.of("session:creationTime", "session:isValid");
    }

    @Override
    String advice() {
        return "SerializationCodec";
    }

    @Test
    void namesTheKeyWithAndWithoutAPrefix() {
        assertThat(format().key("A.node1")).contains("redisson:tomcat_session:A.node1");
        var prefixed = new RedissonTomcatFormat(
                "shop",
                new AttributeCodec(AttributeCodec.defaultFilter()),
                AttributeCodec.defaultFilter(),
                RedissonTomcatFormatContract.class::getClassLoader);
        assertThat(prefixed.key("A")).contains("shop:redisson:tomcat_session:A");
    }

    @Test
    void findsNoSessionThatHasEnded() throws Exception {
        for (var ended : List.of(
                Map.entry("session:isValid", (Object) false), Map.entry("session:isExpirationLocked", (Object) true))) {
            var fields = new HashMap<>(written(CREATED, LAST, 1800, Map.of("name", "ann")));
            fields.put(ended.getKey(), FormerHashes.encoded(codec(), ended.getValue()));
            assertThat(format().read(fields)).as(ended.getKey()).isEmpty();
        }
    }

    @Test
    void readsHowTheUserSignedIn() throws Exception {
        var session = read(1800, Map.of("session:authtype", "FORM", "name", "ann"));

        assertThat(session.authType()).isEqualTo("FORM");
        assertThat(session.attributes()).containsOnlyKeys("name");
    }

    @Test
    void readsThePrincipal() throws Exception {
        var session = read(1800, Map.of("session:principal", new GenericPrincipal("ann", List.of("user"))));

        assertThat(session.principal()).isInstanceOfSatisfying(GenericPrincipal.class, found -> {
            assertThat(found.getName()).isEqualTo("ann");
            assertThat(found.getRoles()).containsExactly("user");
        });
    }

    @Test
    void hasNoKeyForAnIdWithBraces() {
        assertThat(format().key("AAAAAAAAAAAAAAAAAAAAAA.{x")).isEmpty();
    }
}
