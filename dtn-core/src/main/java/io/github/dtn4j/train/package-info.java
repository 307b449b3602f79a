/** The training loops and all that a resume needs. Nothing here knows of files, folders or people looking on. */
@NullMarked
package io.github.dtn4j.train;

import org.jspecify.annotations.NullMarked;
