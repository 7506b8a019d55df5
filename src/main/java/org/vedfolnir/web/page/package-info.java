/**
 * Makes Faces pages alike under Mojarra and MyFaces: Faces creates these factories, which {@code faces-config.xml} names. They know no other package of
 * ours.
 */
@NullMarked
package org.vedfolnir.web.page;

import org.jspecify.annotations.NullMarked;
