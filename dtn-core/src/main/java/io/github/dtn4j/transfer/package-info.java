/** A trained model at work. */
@NullMarked
package io.github.dtn4j.transfer;

import org.jspecify.annotations.NullMarked;
