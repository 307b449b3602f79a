/** Decoding, resizing and drawing of images. */
@NullMarked
package io.github.dtn4j.image;

import org.jspecify.annotations.NullMarked;
