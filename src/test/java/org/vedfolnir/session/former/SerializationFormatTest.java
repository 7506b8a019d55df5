package org.vedfolnir.session.former;

import org.redisson.client.codec.Codec;
import org.redisson.codec.SerializationCodec;

/** The codec of redisson-tomcat that serializes with Java. */
class SerializationFormatTest extends RedissonTomcatFormatContract {

    @Override
    Codec codec() {
        return new SerializationCodec();
    }
}
