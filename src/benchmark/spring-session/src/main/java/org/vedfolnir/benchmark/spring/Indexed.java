package org.vedfolnir.benchmark.spring;

import org.springframework.session.data.redis.config.annotation.web.http.EnableRedisIndexedHttpSession;

/** {@code RedisIndexedSessionRepository}, with its listeners. */
@EnableRedisIndexedHttpSession
class Indexed {}
