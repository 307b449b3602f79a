/** The loss terms, of the paper and of VICReg, each one method that cites its equation. */
@NullMarked
package io.github.dtn4j.loss;

import org.jspecify.annotations.NullMarked;
