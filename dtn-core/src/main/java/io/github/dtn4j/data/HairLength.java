package io.github.dtn4j.data;

/** How far the hair of a cartoon face reaches, seen from the front. */
public enum HairLength {
    /** None on top: bald or shaven. */
    NONE,
    /** Above the ears. */
    SHORT,
    /** Over the ears, or wide around the head, not below the mouth. */
    MEDIUM,
    /** To the chin and below. */
    LONG
}
