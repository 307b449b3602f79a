/** Measurements of the library, and runs side by side with others. */
@NullMarked
package io.github.dtn4j.bench;

import org.jspecify.annotations.NullMarked;
