/**
 * The embedded run: Redis, a database and one or more Tomcats with the real WAR and the real manager, in one command.
 *
 * <p>{@link org.vedfolnir.run.Main} is the parent. It starts a {@link org.vedfolnir.run.site.Site}, or lets
 * {@link org.vedfolnir.run.check.Check} run the acceptance scenario against one. Nothing here is in the WAR or in the
 * manager's jar. The packages call each other in one direction: {@code check} and this one call {@code site}, that
 * calls {@code server} and {@code node}, and all of them {@code system}.
 */
@org.jspecify.annotations.NullMarked
package org.vedfolnir.run;
