package io.github.dtn4j.data;

/** What facesjs calls gender. */
public enum Sex {
    /** A woman. */
    FEMALE,
    /** A man. */
    MALE
}
