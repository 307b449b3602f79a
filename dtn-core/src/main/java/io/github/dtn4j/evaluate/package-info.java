/** Numbers: how well a model does what it is for. */
@NullMarked
package io.github.dtn4j.evaluate;

import org.jspecify.annotations.NullMarked;
