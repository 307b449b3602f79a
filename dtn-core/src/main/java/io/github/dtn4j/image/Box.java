package io.github.dtn4j.image;

/**
 * An upright rectangle in an image, in pixels; it may reach beyond the image.
 *
 * @param left x of its left side, 0 being the left side of the first pixel
 * @param top y of its upper side
 * @param width at least 0
 * @param height at least 0
 */
public record Box(double left, double top, double width, double height) {
    /** Square pixels. */
    public double area() {
        return width * height;
    }

    /** The share of the two boxes' union that both cover, 0 to 1. */
    public double overlap(Box other) {
        double sharedWidth = Math.min(left + width, other.left + other.width) - Math.max(left, other.left);
        double sharedHeight = Math.min(top + height, other.top + other.height) - Math.max(top, other.top);
        double shared = Math.max(0, sharedWidth) * Math.max(0, sharedHeight);
        return shared == 0 ? 0 : shared / (area() + other.area() - shared);
    }

    /** The same rectangle where every pixel is {@code factor} pixels. */
    public Box scaled(double factor) {
        return new Box(left * factor, top * factor, width * factor, height * factor);
    }

    /** Whether ({@code x}, {@code y}) lies in it. */
    public boolean contains(double x, double y) {
        return x >= left && x <= left + width && y >= top && y <= top + height;
    }
}
