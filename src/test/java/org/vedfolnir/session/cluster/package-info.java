/** Two nodes over Redis Cluster or behind Sentinels while masters change and slots move. */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.session.cluster;
