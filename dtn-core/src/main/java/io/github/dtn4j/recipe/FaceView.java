package io.github.dtn4j.recipe;

/** How faces lie in the images of a domain, which tells f where to look for eyes and hair. */
public enum FaceView {
    /** Photos, aligned by their eyes as the face encoder expects them. */
    PHOTO,
    /** Drawn faces in the frame of the cartoon faces: the whole head, hair and neck. */
    DRAWING
}
