/** The {@code dtn} command: one class a verb, no logic. */
@NullMarked
package io.github.dtn4j.cli;

import org.jspecify.annotations.NullMarked;
