package io.github.dtn4j.data;

import io.github.dtn4j.data.GlyphOutlines.Face;
import io.github.dtn4j.data.GlyphOutlines.Glyph;
import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.SplittableRandom;

/**
 * What stands in front of the camera: a wall, perhaps a plate on it, and a house number whose labelled digit is in the
 * middle. Drawn at twice the size of the final image. The ranges were chosen by eye and by brightness, contrast and
 * sharpness statistics of SVHN training crops.
 */
final class StreetScene {
    static final int SIZE = 2 * StreetDigits.SIZE;

    private final GlyphOutlines outlines;
    private final SplittableRandom random;
    private final BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);

    StreetScene(GlyphOutlines outlines, SplittableRandom random) {
        this.outlines = outlines;
        this.random = random;
    }

    /** The scene as packed RGB, row by row: SIZE * SIZE values. */
    int[] draw(int label) {
        Graphics2D canvas = image.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        Palette palette = Palette.pick(random);
        Path2D number = number(label);
        drawWall(canvas, palette);
        if (chance(0.35)) {
            drawPlate(canvas, palette);
        }
        if (chance(0.25)) {
            drawEdgeStrip(canvas, palette);
        }
        drawNumber(canvas, palette, number);
        canvas.dispose();
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }

    /** The labelled digit around the middle and up to two neighbours on each side, in one typeface. */
    private Path2D number(int label) {
        Face face = outlines.faces().get(random.nextInt(outlines.faces().size()));
        double spacing = between(-0.02, 0.16);
        Path2D line = new Path2D.Double(Path2D.WIND_NON_ZERO);
        Glyph digit = face.glyphs().get(label);
        Rectangle2D box = digit.outline().getBounds2D();
        double left = -box.getCenterX();
        append(line, digit, left);
        double x = left;
        for (int i = neighbours(); i > 0; i--) {
            Glyph glyph = face.glyphs().get(random.nextInt(10));
            x -= glyph.advance() + spacing;
            append(line, glyph, x);
        }
        x = left + digit.advance() + spacing;
        for (int i = neighbours(); i > 0; i--) {
            Glyph glyph = face.glyphs().get(random.nextInt(10));
            append(line, glyph, x);
            x += glyph.advance() + spacing;
        }
        line.transform(placement(box.getWidth(), box.getCenterY()));
        return tilted(line);
    }

    private int neighbours() {
        double dice = random.nextDouble();
        return dice < 0.42 ? 0 : dice < 0.85 ? 1 : 2;
    }

    private static void append(Path2D line, Glyph glyph, double x) {
        line.append(glyph.outline().getPathIterator(AffineTransform.getTranslateInstance(x, 0)), false);
    }

    /** From units of the digit's height to scene pixels: SVHN crops show the digit 0.5 to 0.95 of the height tall. */
    private AffineTransform placement(double width, double middle) {
        double height = SIZE * clamp(0.72 + 0.09 * random.nextGaussian(), 0.48, 0.96);
        double stretch = between(0.72, 1.12);
        double widest = 0.92 * SIZE / Math.max(width, 0.1);
        AffineTransform placement = new AffineTransform();
        placement.translate(
                SIZE / 2.0 + SIZE * 0.035 * random.nextGaussian(), SIZE / 2.0 + SIZE * 0.03 * random.nextGaussian());
        placement.rotate(Math.toRadians(4.5 * random.nextGaussian()));
        placement.shear(chance(0.4) ? between(-0.3, 0.12) : 0, 0.05 * random.nextGaussian());
        placement.scale(Math.min(height * stretch, widest), height);
        placement.translate(0, -middle);
        return placement;
    }

    /** Perspective: the side that is further from the camera gets smaller. */
    private Path2D tilted(Path2D line) {
        double towardsX = 0.0022 * random.nextGaussian();
        double towardsY = 0.0012 * random.nextGaussian();
        return GlyphOutlines.moved(line, point -> {
            double x = point[0] - SIZE / 2.0;
            double y = point[1] - SIZE / 2.0;
            double depth = Math.max(0.5, 1 + towardsX * x + towardsY * y);
            point[0] = SIZE / 2.0 + x / depth;
            point[1] = SIZE / 2.0 + y / depth;
        });
    }

    private void drawWall(Graphics2D canvas, Palette palette) {
        double angle = between(0, 2 * Math.PI);
        float dx = (float) (SIZE / 2.0 * Math.cos(angle));
        float dy = (float) (SIZE / 2.0 * Math.sin(angle));
        float middle = SIZE / 2f;
        Color far = Palette.lighter(palette.wall(), 14 * random.nextGaussian());
        canvas.setPaint(new GradientPaint(middle - dx, middle - dy, palette.wall(), middle + dx, middle + dy, far));
        canvas.fillRect(0, 0, SIZE, SIZE);
        if (chance(0.12)) {
            drawCourses(canvas, palette);
        }
    }

    /** Bricks or boards: level joints, a little darker or lighter than the wall. */
    private void drawCourses(Graphics2D canvas, Palette palette) {
        canvas.setPaint(Palette.lighter(palette.wall(), between(-35, 25)));
        double pitch = between(12, 34);
        double joint = between(1, 4);
        for (double y = between(-pitch, 0); y < SIZE; y += pitch) {
            canvas.fill(new Rectangle2D.Double(0, y, SIZE, joint));
        }
    }

    private void drawPlate(Graphics2D canvas, Palette palette) {
        double width = SIZE * between(0.8, 2.6);
        double height = SIZE * between(0.85, 1.25);
        double x = (SIZE - width) / 2 + SIZE * between(-0.25, 0.25) * width / SIZE;
        double y = (SIZE - height) / 2 + SIZE * between(-0.06, 0.06);
        double dice = random.nextDouble();
        Shape plate = dice < 0.55
                ? new Rectangle2D.Double(x, y, width, height)
                : dice < 0.8
                        ? new RoundRectangle2D.Double(x, y, width, height, height * 0.4, height * 0.4)
                        : new Ellipse2D.Double(x - width * 0.1, y - height * 0.15, width * 1.2, height * 1.3);
        AffineTransform turn =
                AffineTransform.getRotateInstance(Math.toRadians(3 * random.nextGaussian()), SIZE / 2.0, SIZE / 2.0);
        Shape turned = turn.createTransformedShape(plate);
        canvas.setPaint(Palette.lighter(palette.wall(), between(-60, 60)));
        canvas.fillRect(0, 0, SIZE, SIZE);
        canvas.setPaint(palette.wall());
        canvas.fill(turned);
        if (chance(0.4)) {
            canvas.setPaint(palette.ink());
            canvas.setStroke(new BasicStroke((float) between(1, 4)));
            canvas.draw(turned);
        }
    }

    /** A door frame or the end of the plate at one side. */
    private void drawEdgeStrip(Graphics2D canvas, Palette palette) {
        double width = SIZE * between(0.04, 0.22);
        double x = chance(0.5) ? 0 : SIZE - width;
        Shape strip = AffineTransform.getShearInstance(between(-0.06, 0.06), 0)
                .createTransformedShape(new Rectangle2D.Double(x - 4, -2, width + 4, SIZE + 4));
        canvas.setPaint(Palette.lighter(palette.wall(), between(-110, 70)));
        canvas.fill(strip);
    }

    private void drawNumber(Graphics2D canvas, Palette palette, Path2D number) {
        if (chance(0.3)) {
            double reach = between(1, 5);
            Path2D shadow = new Path2D.Double(number);
            shadow.transform(AffineTransform.getTranslateInstance(between(-reach, reach), between(0, reach)));
            canvas.setComposite(AlphaComposite.SrcOver.derive((float) between(0.2, 0.7)));
            canvas.setPaint(chance(0.85) ? Color.BLACK : Color.WHITE);
            canvas.fill(shadow);
            canvas.setComposite(AlphaComposite.SrcOver);
        }
        if (chance(0.08)) {
            canvas.setPaint(Palette.lighter(palette.wall(), between(-80, 80)));
            canvas.setStroke(new BasicStroke((float) between(2, 5)));
            canvas.draw(number);
        }
        Color end = Palette.lighter(palette.ink(), 15 * random.nextGaussian());
        canvas.setPaint(new GradientPaint(0, 0, palette.ink(), SIZE, SIZE, end));
        canvas.fill(number);
        if (chance(0.2)) { // the same digits in a heavier weight
            canvas.setStroke(new BasicStroke((float) between(0.5, 2.5)));
            canvas.draw(number);
        }
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    private static double clamp(double value, double low, double high) {
        return Math.max(low, Math.min(high, value));
    }
}
