/** From photos to packed faces: detect, align, cut out, embed. */
@NullMarked
package io.github.dtn4j.faces;

import org.jspecify.annotations.NullMarked;
