package org.vedfolnir.benchmark.spring;

import org.springframework.session.data.redis.config.annotation.web.http.EnableRedisHttpSession;

/** {@code RedisSessionRepository}. */
@EnableRedisHttpSession
class Plain {}
