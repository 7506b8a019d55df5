package org.vedfolnir.session.former;

import org.junit.jupiter.api.Test;
import org.redisson.client.codec.Codec;
import org.redisson.codec.SerializationCodec;

/** The codec of redisson-tomcat that serializes with Java. */
class SerializationFormatTest extends RedissonTomcatFormatContract {

    @Override
    Codec codec() {
        return new SerializationCodec();
    }

    @Test
    void readsAPrincipalInItsSerializedForm() throws Exception {
        readsThePrincipal();
    }
}
