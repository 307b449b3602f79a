/** The live page of a run: what its folder says by now, sent on as it changes. Reads only; a run does not notice. */
@NullMarked
package io.github.dtn4j.serve.watch;

import org.jspecify.annotations.NullMarked;
