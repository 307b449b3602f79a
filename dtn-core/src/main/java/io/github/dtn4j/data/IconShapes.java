package io.github.dtn4j.data;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Outlines of the shapes that {@link Icons} draws beside characters, around the origin, 2 units high or wide. */
final class IconShapes {
    private static final double[] HOUSE = {-.75, 1, -.75, -.1, 0, -1, .75, -.1, .75, 1};
    private static final double[] ARROW = {-1, -.3, .1, -.3, .1, -.75, 1, 0, .1, .75, .1, .3, -1, .3};
    private static final double[] BOLT = {.2, -1, -.6, .15, -.1, .15, -.3, 1, .6, -.25, .08, -.25};
    private static final double[] CHEVRON = {-.7, -.9, 0, -.9, .7, 0, 0, .9, -.7, .9, 0, 0};
    private static final double[] CORNER = {-.7, -1, -.15, -1, -.15, .45, .75, .45, .75, 1, -.7, 1};
    private static final double[] KEY = {
        -.1, -.12, 1, -.12, 1, .45, .78, .45, .78, .12, .55, .12, .55, .35, .35, .35, .35, .12, -.1, .12
    };

    private IconShapes() {}

    /** All shapes, in the order of their labels. */
    static List<Shape> all() {
        List<Shape> shapes = new ArrayList<>(List.of(
                disc(0, 0, 1),
                without(disc(0, 0, 1), disc(0, 0, .5)),
                box(.82, .82),
                without(box(.85, .85), box(.42, .42)),
                box(1, .5),
                box(.5, 1),
                star(3, 1),
                turned(star(3, 1), 2),
                without(star(3, 1), scaled(star(3, 1), .45)),
                star(4, .35),
                star(5, .45),
                star(6, .55),
                star(8, .7),
                scaled(star(4, 1), 1, .68),
                star(5, 1),
                star(6, 1),
                star(8, 1),
                union(box(.3, 1), box(1, .3)),
                turned(union(box(.3, 1), box(1, .3)), .5),
                curve(t -> .96 * Math.pow(Math.sin(t), 3), IconShapes::heart),
                without(disc(0, 0, 1), disc(.42, 0, .85))));
        for (int quarter = 0; quarter < 4; quarter++) {
            shapes.add(turned(polygon(ARROW), quarter));
        }
        shapes.addAll(List.of(
                without(disc(0, .4, 1), new Rectangle2D.Double(-2, .4, 4, 2)),
                scaled(disc(0, 0, 1), 1, .55),
                scaled(disc(0, 0, 1), .55, 1),
                polygon(-.5, -.6, .5, -.6, 1, .6, -1, .6),
                polygon(-.5, -.55, 1, -.55, .5, .55, -1, .55),
                polygon(CHEVRON),
                union(disc(0, .38, .62), polygon(0, -1, .56, .11, -.56, .11)),
                polygon(CORNER),
                polygon(BOLT),
                without(disc(0, 0, 1), polygon(0, 0, 2, -1.4, 2, 1.4)),
                without(curve(t -> petal(t) * Math.sin(t), t -> -petal(t) * Math.cos(t)), disc(0, 0, .2)),
                without(curve(t -> tooth(t) * Math.cos(t), t -> tooth(t) * Math.sin(t)), disc(0, 0, .3)),
                bars(),
                turned(bars(), 1),
                polygon(HOUSE),
                without(union(disc(-.5, 0, .45), polygon(KEY)), disc(-.5, 0, .2))));
        return List.copyOf(shapes);
    }

    private static double heart(double t) {
        return -.06 * (13 * Math.cos(t) - 5 * Math.cos(2 * t) - 2 * Math.cos(3 * t) - Math.cos(4 * t));
    }

    private static double petal(double t) {
        return .7 + .3 * Math.cos(5 * t);
    }

    private static double tooth(double t) {
        return Math.floorMod(Math.round(8 * t / Math.PI), 2) == 0 ? 1 : .75;
    }

    private static Shape bars() {
        Area bars = new Area();
        for (double y : new double[] {-.7, 0, .7}) {
            bars.add(new Area(new Rectangle2D.Double(-.9, y - .17, 1.8, .34)));
        }
        return bars;
    }

    private static Shape disc(double x, double y, double radius) {
        return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    private static Shape box(double halfWidth, double halfHeight) {
        return new Rectangle2D.Double(-halfWidth, -halfHeight, 2 * halfWidth, 2 * halfHeight);
    }

    /** A star of so many points, the first one at the top; a regular polygon where the inner radius is 1. */
    private static Shape star(int points, double inner) {
        int corners = inner == 1 ? points : 2 * points;
        double[] xy = new double[2 * corners];
        for (int i = 0; i < corners; i++) {
            double radius = i % 2 == 0 || corners == points ? 1 : inner;
            xy[2 * i] = radius * Math.sin(2 * Math.PI * i / corners);
            xy[2 * i + 1] = -radius * Math.cos(2 * Math.PI * i / corners);
        }
        return polygon(xy);
    }

    private static Shape curve(DoubleUnaryOperator x, DoubleUnaryOperator y) {
        double[] xy = new double[192];
        for (int i = 0; i < xy.length; i += 2) {
            double t = 2 * Math.PI * i / xy.length;
            xy[i] = x.applyAsDouble(t);
            xy[i + 1] = y.applyAsDouble(t);
        }
        return polygon(xy);
    }

    private static Shape polygon(double... xy) {
        Path2D path = new Path2D.Double();
        path.moveTo(xy[0], xy[1]);
        for (int i = 2; i < xy.length; i += 2) {
            path.lineTo(xy[i], xy[i + 1]);
        }
        path.closePath();
        return path;
    }

    private static Shape union(Shape one, Shape other) {
        Area area = new Area(one);
        area.add(new Area(other));
        return area;
    }

    private static Shape without(Shape shape, Shape hole) {
        Area area = new Area(shape);
        area.subtract(new Area(hole));
        return area;
    }

    private static Shape scaled(Shape shape, double factor) {
        return scaled(shape, factor, factor);
    }

    private static Shape scaled(Shape shape, double x, double y) {
        return AffineTransform.getScaleInstance(x, y).createTransformedShape(shape);
    }

    private static Shape turned(Shape shape, double quarters) {
        return AffineTransform.getRotateInstance(quarters * Math.PI / 2).createTransformedShape(shape);
    }
}
