package io.github.dtn4j.data;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.renderer.NullPlatformSupport;
import com.github.weisj.jsvg.view.ViewBox;
import io.github.dtn4j.image.Pixels;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** Turns SVG elements on the canvas of facesjs into pixels: its head-high square, on white, antialiased. */
final class CartoonRasteriser {
    private static final String HEAD = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 100 400 400'>%s</svg>";
    private static final int MARGIN = 1000; // bounds are those of what the document shows
    private static final String SURROUNDINGS = "<svg xmlns='http://www.w3.org/2000/svg' width='3000' height='3000'>"
            + "<g transform='translate(1000 1000)'>%s</g></svg>";
    private static final double FLATNESS = 0.05; // canvas units

    private CartoonRasteriser() {}

    private static SVGDocument parse(String svg) {
        ByteArrayInputStream in = new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8));
        SVGDocument document = new SVGLoader().load(in, null, LoaderContext.createDefault());
        if (document == null) {
            throw new IllegalStateException("no SVG: " + svg);
        }
        return document;
    }

    /** Draws elements into an RGB image of the given height and width. */
    static Pixels draw(String elements, int side) {
        BufferedImage canvas = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = canvas.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, side, side);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        parse(HEAD.formatted(elements))
                .renderWithPlatform(NullPlatformSupport.INSTANCE, graphics, new ViewBox(side, side));
        graphics.dispose();
        return toPixels(canvas, side);
    }

    private static Pixels toPixels(BufferedImage canvas, int side) {
        int[] packed = canvas.getRGB(0, 0, side, side, null, 0, side);
        byte[] rgb = new byte[3 * packed.length];
        for (int i = 0; i < packed.length; i++) {
            rgb[3 * i] = (byte) (packed[i] >> 16);
            rgb[3 * i + 1] = (byte) (packed[i] >> 8);
            rgb[3 * i + 2] = (byte) packed[i];
        }
        return new Pixels(rgb, side, side, 3);
    }

    /** The bounds of elements on the canvas, strokes included. */
    static Rectangle2D bounds(String elements) {
        Shape shape = parse(SURROUNDINGS.formatted(elements)).computeShape();
        Rectangle2D box = null; // the shape's own bounds enclose the control points of curves too
        double[] point = new double[6];
        for (PathIterator path = shape.getPathIterator(null, FLATNESS); !path.isDone(); path.next()) {
            if (path.currentSegment(point) != PathIterator.SEG_CLOSE) {
                if (box == null) {
                    box = new Rectangle2D.Double(point[0] - MARGIN, point[1] - MARGIN, 0, 0);
                }
                box.add(point[0] - MARGIN, point[1] - MARGIN);
            }
        }
        return box == null ? new Rectangle2D.Double() : box;
    }
}
