/**
 * The reliability suite: the command as a process of its own that is killed, runs out of disk, meets a second one, another locale
 * or an odd name. {@code mvn -Pchaos verify} tries all cases, {@code mvn verify} a few of each; docs/reliability.md says what is
 * promised.
 */
@org.jspecify.annotations.NullMarked
package io.github.dtn4j.cli.chaos;
