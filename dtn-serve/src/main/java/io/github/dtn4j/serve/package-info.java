/** A trained model as a web page and a service, and a run in progress as a page. */
@NullMarked
package io.github.dtn4j.serve;

import org.jspecify.annotations.NullMarked;
