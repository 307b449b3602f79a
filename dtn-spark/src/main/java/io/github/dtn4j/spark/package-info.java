/** Transfer and face preparation of many images on Apache Spark, in this JVM or on a cluster. */
@NullMarked
package io.github.dtn4j.spark;

import org.jspecify.annotations.NullMarked;
