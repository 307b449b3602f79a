/**
 * Images on their way to training: readers and generators fill packed {@link io.github.dtn4j.data.ImageSet}s
 * of 8-bit pixels, and {@link io.github.dtn4j.data.Sources} finds the set that a recipe names.
 */
@NullMarked
package io.github.dtn4j.data;

import org.jspecify.annotations.NullMarked;
