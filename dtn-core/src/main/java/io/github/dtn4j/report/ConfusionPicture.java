package io.github.dtn4j.report;

import io.github.dtn4j.AtomicFile;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A confusion matrix as a PNG: a row for each label, a column for what was read, the share of the row in per cent in each cell. */
public final class ConfusionPicture {
    private static final int CELL = 44; // pixels
    private static final int MARGIN = 56; // left and above, for the numbers of the classes
    private static final int RIM = 16;
    private static final Color FULL = new Color(9, 105, 218);
    private static final double DARK = 0.5; // from this share on, text is white

    private final List<List<Integer>> rows;
    private final Graphics2D canvas;

    private ConfusionPicture(List<List<Integer>> rows, Graphics2D canvas) {
        this.rows = rows;
        this.canvas = canvas;
    }

    /**
     * Draws a matrix. The numbers need a font: on a machine without any, a warning is logged and there is no file.
     *
     * @param file the PNG to write
     * @param confusion number of images by label (row) and class read (column), a square
     * @return whether there was a font to draw it with
     */
    public static boolean write(Path file, List<List<Integer>> confusion) {
        if (!Plots.fontsWork(file)) {
            return false;
        }
        int side = MARGIN + CELL * confusion.size() + RIM;
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        canvas.setPaint(Color.WHITE);
        canvas.fillRect(0, 0, side, side);
        new ConfusionPicture(confusion, canvas).draw();
        canvas.dispose();
        AtomicFile.write(file, Plots.png(image));
        return true;
    }

    private void draw() {
        int middle = MARGIN + CELL * rows.size() / 2;
        canvas.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        text("read as", middle, 14, Color.GRAY);
        canvas.rotate(-Math.PI / 2, 14, middle);
        text("label", 14, middle, Color.GRAY);
        canvas.rotate(Math.PI / 2, 14, middle);
        for (int label = 0; label < rows.size(); label++) {
            int centre = MARGIN + CELL * label + CELL / 2;
            text(Integer.toString(label), centre, MARGIN - 14, Color.BLACK);
            text(Integer.toString(label), MARGIN - 14, centre, Color.BLACK);
            row(label);
        }
    }

    private void row(int label) {
        int sum = rows.get(label).stream().mapToInt(Integer::intValue).sum();
        for (int read = 0; read < rows.size(); read++) {
            double share = rows.get(label).get(read) / (double) Math.max(1, sum);
            int x = MARGIN + CELL * read;
            int y = MARGIN + CELL * label;
            canvas.setPaint(mixed(share));
            canvas.fillRect(x, y, CELL - 1, CELL - 1);
            if (share > 0) {
                text(percent(share), x + CELL / 2, y + CELL / 2, share < DARK ? Color.BLACK : Color.WHITE);
            }
        }
    }

    /** From a very light grey at 0 to the full colour at 1. */
    private static Color mixed(double share) {
        int light = 244;
        return new Color(
                (int) Math.round(light + share * (FULL.getRed() - light)),
                (int) Math.round(light + share * (FULL.getGreen() - light)),
                (int) Math.round(light + share * (FULL.getBlue() - light)));
    }

    private static String percent(double share) {
        return share == 1 ? "100" : String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    /** Text centred about a point. */
    private void text(String text, int x, int y, Color colour) {
        canvas.setPaint(colour);
        int width = canvas.getFontMetrics().stringWidth(text);
        canvas.drawString(text, x - width / 2, y + canvas.getFontMetrics().getAscent() / 2 - 1);
    }
}
