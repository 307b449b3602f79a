/** Programs that use the library; each is short, and runs as a test. */
@NullMarked
package io.github.dtn4j.examples;

import org.jspecify.annotations.NullMarked;
