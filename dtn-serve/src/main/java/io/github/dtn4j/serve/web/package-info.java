/** What both servers, that of models and that of a run, owe to whoever connects. */
@NullMarked
package io.github.dtn4j.serve.web;

import org.jspecify.annotations.NullMarked;
