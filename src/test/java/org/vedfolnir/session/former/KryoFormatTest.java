package org.vedfolnir.session.former;

import org.redisson.client.codec.Codec;
import org.redisson.codec.Kryo5Codec;

/** The default codec of redisson-tomcat. */
class KryoFormatTest extends RedissonTomcatFormatContract {

    @Override
    Codec codec() {
        return new Kryo5Codec();
    }
}
