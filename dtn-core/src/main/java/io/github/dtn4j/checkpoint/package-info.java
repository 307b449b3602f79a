/** Models and the states of runs as files: weights, recipe and provenance, written atomically. */
@NullMarked
package io.github.dtn4j.checkpoint;

import org.jspecify.annotations.NullMarked;
