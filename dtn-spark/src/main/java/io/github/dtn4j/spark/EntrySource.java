package io.github.dtn4j.spark;

import java.io.Serializable;
import java.util.Iterator;

/**
 * Tells a task which images belong to an element of its partition.
 *
 * @param <T> the elements
 */
@FunctionalInterface
interface EntrySource<T> extends Serializable {
    Iterator<Entry> entries(T element);
}
