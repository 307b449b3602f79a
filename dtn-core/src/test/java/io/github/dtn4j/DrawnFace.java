package io.github.dtn4j;

import io.github.dtn4j.image.Pixels;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.QuadCurve2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** A face that fills its image, drawn well enough for the detector, so that no photo of anybody is needed. */
public final class DrawnFace {
    private DrawnFace() {}

    /** A face of this colour of skin, {@code side} pixels high and wide, RGB. */
    public static Pixels of(int side, Color skin) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(new Color(150, 165, 180));
        pen.fillRect(0, 0, side, side);
        pen.translate(side / 2.0, side / 2.0);
        pen.scale(side / 100.0, side / 100.0); // x and y from -50 to 50
        drawHead(pen, skin);
        drawEyes(pen, skin);
        drawNoseAndMouth(pen, skin);
        pen.dispose();
        return pixels(image);
    }

    private static void drawHead(Graphics2D pen, Color skin) {
        pen.setColor(new Color(60, 40, 30));
        pen.fill(new Ellipse2D.Double(-40, -56, 80, 100));
        pen.setColor(skin);
        pen.fill(new Ellipse2D.Double(-34, -44, 68, 90));
        pen.fill(new Rectangle2D.Double(-14, 35, 28, 30));
    }

    private static void drawEyes(Graphics2D pen, Color skin) {
        pen.setStroke(new BasicStroke(3));
        for (int side = -1; side <= 1; side += 2) {
            int middle = 16 * side;
            pen.setColor(skin.darker());
            pen.fill(new Ellipse2D.Double(middle - 10, -14, 20, 12));
            pen.setColor(Color.WHITE);
            pen.fill(new Ellipse2D.Double(middle - 7, -11, 14, 7));
            pen.setColor(new Color(40, 25, 20));
            pen.fill(new Ellipse2D.Double(middle - 3.5, -11, 7, 7));
            pen.draw(new QuadCurve2D.Double(26 * side, -16, middle, -22, 7 * side, -17));
        }
    }

    private static void drawNoseAndMouth(Graphics2D pen, Color skin) {
        pen.setColor(skin.darker());
        pen.setStroke(new BasicStroke(2));
        pen.draw(new QuadCurve2D.Double(-3, -8, -6, 10, -6, 11));
        pen.draw(new QuadCurve2D.Double(-7, 11, 0, 16, 7, 11));
        pen.setColor(new Color(160, 70, 70));
        pen.fill(new Ellipse2D.Double(-13, 21, 26, 8));
        pen.setColor(new Color(90, 30, 30));
        pen.setStroke(new BasicStroke(1));
        pen.draw(new QuadCurve2D.Double(-13, 25, 0, 27, 13, 25));
    }

    private static Pixels pixels(BufferedImage image) {
        int side = image.getWidth();
        byte[] data = new byte[side * side * 3];
        for (int i = 0; i < side * side; i++) {
            int colour = image.getRGB(i % side, i / side);
            data[3 * i] = (byte) (colour >> 16);
            data[3 * i + 1] = (byte) (colour >> 8);
            data[3 * i + 2] = (byte) colour;
        }
        return new Pixels(data, side, side, 3);
    }
}
